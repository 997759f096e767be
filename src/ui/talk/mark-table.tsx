import type { CaptionWord } from '../../app/state';
import { clock, duration } from '../format';
import { ACTION_WORDS } from '../parts/glyph';
import { placeMarks } from './timeline-marks';
import styles from '../parts/tables.module.css';

const EVER = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

/** Every cue of the session as a row, the newest last. */
export function MarkTable({ words }: { words: readonly CaptionWord[] }) {
  const marks = placeMarks(words, EVER, 0);
  if (marks.length === 0) return <p className={styles['empty']}>The listener has done nothing yet.</p>;
  return (
    <div className={styles['scroll']} role="region" aria-label="The listener's cues" tabIndex={0}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">At the word</th>
            <th scope="col">It</th>
            <th scope="col">Said</th>
            <th scope="col">For</th>
          </tr>
        </thead>
        <tbody>
          {marks.map(({ mark, word, tMs }) => (
            <tr key={mark.id}>
              <td>{clock(tMs)}</td>
              <td>{word}</td>
              <td>{ACTION_WORDS[mark.action]}</td>
              <td>{mark.delivery === '' ? mark.text : `${mark.text}, ${mark.delivery}`}</td>
              <td>{length(mark.status, mark.startMs, mark.endMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function length(status: string, startMs: number | null, endMs: number | null): string {
  if (status === 'dropped') return 'dropped, too late';
  if (startMs === null || endMs === null) return status;
  const ms = endMs - startMs;
  return ms < 1000 ? `${Math.round(ms)} ms` : duration(ms);
}
