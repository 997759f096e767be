import { useEffect } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useAppState } from '../app-context';
import { classes } from '../classes';
import form from '../parts/form.module.css';
import { useModels, useModelsActions } from './models-context';
import { ModelsFull } from './models-full';
import { UNPUBLISHED } from './models-words';
import styles from './settings.module.css';

const css = classes({ ...form, ...styles });

/** Which set of models listens; the full one has to be fetched first. */
export function ModelsChoice() {
  const choice = useModels((state) => state.choice);
  const whole = useModels((state) => state.full.kind === 'whole');
  const running = useAppState((state) => state.phase.kind === 'listening');
  const actions = useModelsActions();
  useEffect(() => void actions.peek(), [actions]);
  return (
    <div className={css('group')}>
      <RadioGroup
        value={choice}
        onChange={(value) => actions.choose(value === 'full' ? 'full' : 'small')}
        aria-describedby="full-set-unpublished"
      >
        <Label className={css('legend')}>Which models listen</Label>
        <Radio value="small" className={css('choice')}>
          <span className={css('radio')} aria-hidden="true" />
          <span>
            Small set
            <span className={css('hint')}>Comes with the page; runs anywhere, also without a network.</span>
          </span>
        </Radio>
        <Radio value="full" className={css('choice')} isDisabled={!whole && choice !== 'full'}>
          <span className={css('radio')} aria-hidden="true" />
          <span>
            Full set
            <span className={css('hint')}>
              WavLM and Qwen3-0.6B on the GPU, nearest to the published method. The small set stays loaded and
              takes over wherever this one cannot go on.
            </span>
          </span>
        </Radio>
      </RadioGroup>
      <p id="full-set-unpublished" className={css('hint')}>
        {UNPUBLISHED}
      </p>
      <ModelsFull />
      {running && <p className={css('hint')}>A change takes effect at the next start.</p>}
    </div>
  );
}
