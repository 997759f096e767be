import { useAppState } from '../app-context';
import { classes } from '../classes';
import { Hidden } from '../parts/hidden';
import { Dial } from './dial';
import styles from './dials.module.css';
import { Mirror } from './mirror';
import { Presets } from './presets';

const css = classes(styles);

/** The two dials, their presets and the mirror. */
export function Dials({ only = false }: { only?: boolean }) {
  const mirror = useAppState((state) => state.mirror);
  const ghost = mirror.weight >= 0.05 ? mirror.estimate : null;
  return (
    <section className={css('dials', only && 'row')} aria-labelledby="dials-heading">
      <h2 id="dials-heading">
        <Hidden>How it listens</Hidden>
      </h2>
      <Dial
        dial="bc"
        action="backchannel"
        name="Nodding along"
        from="listens quietly"
        to="nods along"
        ghost={ghost?.bc ?? null}
      />
      <Dial
        dial="tc"
        action="turn_claim"
        name="Taking the turn"
        from="waits"
        to="jumps in"
        ghost={ghost?.tc ?? null}
      />
      {!only && (
        <>
          <Presets />
          <Mirror />
        </>
      )}
    </section>
  );
}
