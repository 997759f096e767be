import { useState } from 'react';
import { useAppState } from '../app-context';
import { classes } from '../classes';
import { clock } from '../format';
import { Button } from '../parts/button';
import { ActionGlyph } from '../parts/glyph';
import styles from './activity.module.css';
import { ChoiceWhy } from './choice-why';

const css = classes(styles);
const SHOWN = 8;

/** What it heard, did and why: one line each, the newest first. */
export function Activity() {
  const activity = useAppState((state) => state.activity);
  const [all, setAll] = useState(false);
  const lines = activity.toReversed().slice(0, all ? activity.length : SHOWN);
  return (
    <section aria-labelledby="activity-heading">
      <h2 id="activity-heading" className={css('heading')}>
        What it heard, did and why
      </h2>
      {lines.length === 0 ? (
        <p className={css('why')}>Nothing yet.</p>
      ) : (
        <ol className={css('lines')}>
          {lines.map((line) => (
            <li key={line.id} className={css('line')}>
              <span className={css('time')}>{clock(line.tMs)}</span>
              <span className={css('sign')}>{line.action && <ActionGlyph action={line.action} />}</span>
              <span>
                {line.text} {line.why !== '' && <span className={css('why')}>{line.why}</span>}{' '}
                {line.choice && <ChoiceWhy said={line.text} why={line.choice} />}
              </span>
            </li>
          ))}
        </ol>
      )}
      {!all && activity.length > SHOWN && (
        <div className={css('more')}>
          <Button look="quiet" onPress={() => setAll(true)}>
            Show all {activity.length}
          </Button>
        </div>
      )}
    </section>
  );
}
