import { useMemo, useState } from 'react';
import type { Clip } from '../../app/clips/state';
import { Button } from '../parts/button';
import { More } from '../parts/disclosure';
import tables from '../parts/tables.module.css';
import { useClips, useClipsActions, useShownClips } from './clips-context';

type Column =
  'label' | 'delivery' | 'energy' | 'polarity' | 'surprisal' | 'voicedMs' | 'pitchHz' | 'pitchRangeSt';
const COLUMNS: readonly (readonly [Column, string, number])[] = [
  ['label', 'Form', 0],
  ['delivery', 'Delivery', 0],
  ['energy', 'Energy', 1],
  ['polarity', 'Polarity', 1],
  ['surprisal', 'Surprisal', 1],
  ['voicedMs', 'Voiced, ms', 0],
  ['pitchHz', 'Pitch, Hz', 0],
  ['pitchRangeSt', 'Range, semitones', 1],
];
/** Rows drawn at first, and with each press for more. */
const PAGE = 100;

/** Everything on the map as rows: by keyboard, by screen reader, and to sort. */
export function ClipTable() {
  const clips = useShownClips();
  return (
    <More title={`The ${clips.length} recordings as a table`}>
      <Rows clips={clips} />
    </More>
  );
}

function Rows({ clips }: { clips: readonly Clip[] }) {
  const hidden = useClips((state) => state.hidden);
  const region = useClips((state) => state.region);
  const selected = useClips((state) => state.selected);
  const sentence = useClips((state) => state.sentence);
  const actions = useClipsActions();
  const [sort, setSort] = useState<{ readonly by: Column | 'score'; readonly down: boolean }>({
    by: 'label',
    down: false,
  });
  const [shown, setShown] = useState(PAGE);
  const scores = useMemo(
    () =>
      sentence.kind === 'ready' ? new Map(sentence.ranking.map(({ file, score }) => [file, score])) : null,
    [sentence],
  );
  const rows = useMemo(() => {
    const inside = region && new Set(region);
    const value = (clip: Clip): string | number =>
      sort.by === 'score' ? (scores?.get(clip.file) ?? -Infinity) : (clip[sort.by] ?? -Infinity);
    return clips
      .filter(({ file, form }) => !hidden.has(form) && (!inside || inside.has(file)))
      .toSorted((one, other) => {
        const [a, b] = [value(one), value(other)];
        const order =
          typeof a === 'string' && typeof b === 'string' ? a.localeCompare(b) : Number(a) - Number(b);
        return sort.down ? -order : order;
      });
  }, [clips, hidden, region, sort, scores]);
  const heading = (by: Column | 'score', name: string) => (
    <th key={by} scope="col" aria-sort={sort.by === by ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <Button look="link" onPress={() => setSort({ by, down: sort.by === by ? !sort.down : by === 'score' })}>
        {name}
      </Button>
    </th>
  );
  return (
    <>
      <div className={tables['scroll']} role="region" aria-label="Recordings" tabIndex={0}>
        <table className={tables['table']}>
          <thead>
            <tr>
              <th scope="col">Hear</th>
              {COLUMNS.map(([by, name]) => heading(by, name))}
              {scores && heading('score', 'Score')}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((clip) => (
              <tr key={clip.file} aria-current={clip.file === selected ? 'true' : undefined}>
                <td>
                  <Button
                    look="quiet"
                    aria-label={`Play ${clip.label}, ${clip.delivery}, ${clip.file}`}
                    onPress={() => actions.select(clip.file)}
                  >
                    ▸
                  </Button>
                </td>
                {COLUMNS.map(([by, , digits]) => {
                  const value = clip[by];
                  return (
                    <td key={by}>{typeof value === 'number' ? value.toFixed(digits) : (value ?? '–')}</td>
                  );
                })}
                {scores && <td>{scores.get(clip.file)?.toFixed(2) ?? '–'}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <Button look="link" onPress={() => setShown(shown + PAGE)}>
          {rows.length - shown} more
        </Button>
      )}
    </>
  );
}
