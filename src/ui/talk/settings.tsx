import { useAppState } from '../app-context';
import { Button } from '../parts/button';
import { Panel } from '../parts/panel';
import { privacyWords } from '../privacy';
import { EndpointForm } from './endpoint-form';
import { ModelsChoice } from './models-choice';
import { RecogniserChoice } from './recogniser-choice';
import { ShortcutSwitch } from './shortcut-switch';

/** Who hears the words, which models listen, who writes the replies, and what leaves the machine for it. */
export function Settings() {
  const privacy = useAppState(privacyWords);
  return (
    <Panel button={<Button look="quiet">Settings</Button>} title="Settings">
      {(close) => (
        <>
          <p>{privacy}</p>
          <RecogniserChoice />
          <ModelsChoice />
          <p>
            <a href="#/bench" onClick={close}>
              Measure how fast the models run on this machine
            </a>
          </p>
          <EndpointForm />
          <ShortcutSwitch />
          <Button onPress={close}>Done</Button>
        </>
      )}
    </Panel>
  );
}
