import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import form from '../parts/form.module.css';
import styles from './settings.module.css';

const css = classes({ ...form, ...styles });

/** Which recogniser hears the words, and what each sends where. */
export function RecogniserChoice() {
  const recogniser = useAppState((state) => state.recogniser);
  const browser = useAppState((state) => state.browserRecogniser);
  const running = useAppState((state) => state.phase.kind === 'listening');
  const actions = useActions();
  return (
    <RadioGroup
      className={css('group')}
      value={recogniser}
      onChange={(value) => actions.chooseRecogniser(value === 'browser' ? 'browser' : 'moonshine')}
    >
      <Label className={css('legend')}>Who hears the words</Label>
      <Radio value="moonshine" className={css('choice')}>
        <span className={css('radio')} aria-hidden="true" />
        <span>
          This machine (Moonshine)
          <span className={css('hint')}>Nothing is sent anywhere.</span>
        </span>
      </Radio>
      <Radio value="browser" className={css('choice')} isDisabled={browser === null}>
        <span className={css('radio')} aria-hidden="true" />
        <span>
          The browser’s own
          <span className={css('hint')}>{browser ?? 'This browser has none.'}</span>
        </span>
      </Radio>
      {running && <p className={css('hint')}>A change takes effect at the next start.</p>}
    </RadioGroup>
  );
}
