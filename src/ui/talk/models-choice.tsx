import { useEffect } from 'react';
import { Label } from 'react-aria-components/Label';
import { RadioGroup } from 'react-aria-components/RadioGroup';
import { useAppState } from '../app-context';
import { classes } from '../classes';
import form from '../parts/form.module.css';
import { Choice } from './choice';
import { useModels, useModelsActions } from './models-context';
import { ModelsFull } from './models-full';
import { UNPUBLISHED } from './models-words';

const css = classes(form);

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
        <Choice
          value="small"
          name="Small set"
          hint="Comes with the page; runs anywhere, also without a network."
        />
        <Choice
          value="full"
          name="Full set"
          hint="WavLM and Qwen3-0.6B on the GPU, nearest to the published method. The small set stays loaded and takes over wherever this one cannot go on."
          disabled={!whole && choice !== 'full'}
        />
      </RadioGroup>
      <p id="full-set-unpublished" className={css('hint')}>
        {UNPUBLISHED}
      </p>
      <ModelsFull />
      {running && <p className={css('hint')}>A change takes effect at the next start.</p>}
    </div>
  );
}
