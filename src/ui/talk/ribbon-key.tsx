import { classes } from '../classes';
import { Ribbon } from './ribbon';
import styles from './ribbon-key.module.css';

const css = classes(styles);

/** What the ribbon's parts say, each beside its own pattern. */
export function RibbonKey() {
  return (
    <p className={css('key')}>
      <span className={css('lead')}>Under each word, how much it wants to</span>
      <span className={css('part')}>
        <span className={css('swatch')}>
          <Ribbon p={[1, 0, 0]} />
        </span>
        take the turn
      </span>
      <span className={css('part')}>
        <span className={css('swatch')}>
          <Ribbon p={[0, 1, 0]} />
        </span>
        nod along
      </span>
      <span className={css('part')}>
        <span className={css('swatch')}>
          <Ribbon p={[0, 0, 1]} />
        </span>
        stay silent
      </span>
    </p>
  );
}
