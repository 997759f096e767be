import type { Probabilities } from '../../flow';
import { classes } from '../classes';
import styles from './ribbon.module.css';

const css = classes(styles);

/** The three probabilities of a word as one thin band: amber triangles, teal dots, a grey dash. */
export function Ribbon({ p }: { p: Probabilities | null }) {
  return (
    <span className={css('ribbon')} aria-hidden="true">
      {p && (
        <>
          <span className={css('claim')} style={{ flexGrow: p[0] }} />
          <span className={css('backchannel')} style={{ flexGrow: p[1] }} />
          <span className={css('silent')} style={{ flexGrow: p[2] }} />
        </>
      )}
    </span>
  );
}
