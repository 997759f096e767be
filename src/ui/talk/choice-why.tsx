import { useId, useState } from 'react';
import { classes } from '../classes';
import { Button } from '../parts/button';
import styles from './choice-why.module.css';
import { choiceRows, nearestOf } from './choice-words';

const css = classes(styles);

/** Why this recording and no other, one click deeper. */
export function ChoiceWhy({ said, why }: { said: string; why: Readonly<Record<string, unknown>> }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const nearest = nearestOf(why);
  return (
    <>
      <span className={css('ask')}>
        <Button
          look="link"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`Why this one: ${said}`}
          onPress={() => setOpen(!open)}
        >
          why this one
        </Button>
      </span>
      <div id={id} hidden={!open}>
        {open && (
          <dl className={css('why')}>
            {nearest.length > 0 && (
              <div>
                <dt>Your words were most like</dt>
                {nearest.map(({ text, similarity }) => (
                  <dd key={text} className={css('near')}>
                    <span>“{text}”</span>
                    <span>{similarity.toFixed(2)}</span>
                  </dd>
                ))}
              </div>
            )}
            {choiceRows(why).map(([name, value]) => (
              <div key={name} className={css('row')}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </>
  );
}
