import { Label } from 'react-aria-components/Label';
import { RadioGroup } from 'react-aria-components/RadioGroup';
import type { BenchState } from '../../app/bench';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { More } from '../parts/disclosure';
import { FaultFrame } from '../parts/fault-frame';
import { Field } from '../parts/field';
import { Choice } from '../talk/choice';
import { useBench, useBenchActions } from './bench-context';
import styles from './controls.module.css';

const css = classes(styles);

const FULL_WORDS: Readonly<Record<BenchState['full'], string>> = {
  looking: 'Looking for the full set…',
  kept: 'The full set is kept in this browser and is measured beside the small one.',
  absent:
    'Only the small set is here. The full set is measured too once Settings has fetched it, or from an address.',
};

/** How long to measure, what, and the button. */
export function Controls() {
  const running = useBench(({ phase }) => phase.kind === 'preparing' || phase.kind === 'running');
  const again = useBench(({ phase }) => phase.kind === 'done');
  const effort = useBench((state) => state.effort);
  const full = useBench((state) => state.full);
  const fullUrl = useBench((state) => state.fullUrl);
  const fault = useBench((state) => state.fault);
  const actions = useBenchActions();
  return (
    <section className={css('controls')} aria-label="What to measure">
      <RadioGroup
        className={css('efforts')}
        orientation="horizontal"
        value={effort}
        isDisabled={running}
        onChange={(value) => actions.chooseEffort(value === 'thorough' ? 'thorough' : 'quick')}
      >
        <Label className={css('label')}>How long</Label>
        <Choice value="quick" name="Quick, a few seconds a part" />
        <Choice value="thorough" name="Thorough and with memory, a minute a part" />
      </RadioGroup>
      <p className={css('hint')}>
        {fullUrl.trim() === '' ? FULL_WORDS[full] : 'The full set is measured from the address below.'}
      </p>
      <More title="The full set from an address">
        <Field
          label="A folder of packs, for this measurement only"
          hint="models-full/"
          spellCheck="false"
          value={fullUrl}
          onChange={(url) => actions.setFullUrl(url)}
        />
      </More>
      {fault && (
        <FaultFrame {...fault}>
          <Button onPress={() => void actions.measure()}>Try again</Button>
        </FaultFrame>
      )}
      <div>
        {running ? (
          <Button large onPress={() => actions.stop()}>
            Stop
          </Button>
        ) : (
          <Button look="primary" large onPress={() => void actions.measure()}>
            {again ? 'Measure again' : 'Measure'}
          </Button>
        )}
      </div>
    </section>
  );
}
