import type { CaptionWord } from '../../app/state';
import { useAppState } from '../app-context';
import { classes } from '../classes';
import { percent } from '../format';
import styles from '../parts/tables.module.css';

const css = classes(styles);
const SHOWN = 40;
const HEADINGS = ['End', 'Known', 'Claim', 'Nod', 'Silent'] as const;

/** The latest words with their times and the numbers behind their ribbons. */
export function WordTable() {
  const words = useAppState((state) => state.words);
  const yours = words.filter((word) => word.speaker === 'you').slice(-SHOWN);
  if (yours.length === 0) return null;
  return (
    <div className={css('scroll')} role="region" aria-label="The latest words in numbers" tabIndex={0}>
      <table className={css('table')}>
        <caption className={css('caption')}>The latest words: times in s, chances of each class</caption>
        <thead>
          <tr>
            <th scope="col">Word</th>
            {HEADINGS.map((heading) => (
              <th key={heading} scope="col" className={css('number')}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {yours.toReversed().map((word) => (
            <tr key={word.index}>
              <td>{word.text}</td>
              {numbers(word).map((number, column) => (
                <td key={HEADINGS[column]} className={css('number')}>
                  {number}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A word's numbers under `HEADINGS`. */
function numbers({ endMs, heardMs, p }: CaptionWord): readonly string[] {
  const seconds = [endMs, heardMs].map((ms) => (ms / 1000).toFixed(2));
  return [...seconds, ...(p ? p.map(percent) : ['–', '–', '–'])];
}
