import { useAppState } from '../app-context';
import { classes } from '../classes';
import { percent } from '../format';
import styles from './tables.module.css';

const css = classes(styles);
const SHOWN = 40;

/** The latest words with their times and the numbers behind their ribbons. */
export function WordTable() {
  const words = useAppState((state) => state.words);
  const yours = words.filter((word) => word.speaker === 'you').slice(-SHOWN);
  if (yours.length === 0) return null;
  return (
    <div className={css('scroll')} role="region" aria-label="The latest words in numbers" tabIndex={0}>
      <table className={css('table')}>
        <thead>
          <tr>
            <th scope="col">Word</th>
            <th scope="col">From, s</th>
            <th scope="col">To, s</th>
            <th scope="col">Known, s</th>
            <th scope="col">Claim</th>
            <th scope="col">Nod</th>
            <th scope="col">Silent</th>
          </tr>
        </thead>
        <tbody>
          {yours.toReversed().map((word) => (
            <tr key={word.index}>
              <td>{word.text}</td>
              {[word.startMs, word.endMs, word.heardMs].map((ms, column) => (
                <td key={COLUMNS[column]} className={css('number')}>
                  {(ms / 1000).toFixed(2)}
                </td>
              ))}
              {[0, 1, 2].map((place) => (
                <td key={place} className={css('number')}>
                  {word.p ? percent(word.p[place as 0 | 1 | 2]) : '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const COLUMNS = ['from', 'to', 'known'] as const;
