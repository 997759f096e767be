import type { Action } from '../../flow';
import { classes } from '../classes';
import styles from './dial.module.css';

const css = classes(styles);
const STEPS = 24;
const PLACES = Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);

/** The dial's scale: the signs of its class, growing towards "more", lit up to the value. */
export function DialScale({ action, value }: { action: Exclude<Action, 'stay_silent'>; value: number }) {
  return (
    <svg className={css('scale')} aria-hidden="true">
      {PLACES.map((place) => (
        <svg key={place} x={`${place * 100}%`} y="50%" overflow="visible">
          <Sign action={action} size={2 + 4.4 * place} lit={place <= value && value > 0} />
        </svg>
      ))}
    </svg>
  );
}

/** One sign, `size` CSS pixels from its middle to its edge. */
function Sign({ action, size, lit }: { action: Exclude<Action, 'stay_silent'>; size: number; lit: boolean }) {
  const look = css(lit ? 'lit' : 'unlit');
  if (action === 'backchannel') return <circle className={look} r={size * 0.86} />;
  return (
    <path className={look} d={`M0 ${-size} L${size * 1.1} ${size * 0.9} L${-size * 1.1} ${size * 0.9} Z`} />
  );
}
