import { Label } from 'react-aria-components/Label';
import { RadioGroup } from 'react-aria-components/RadioGroup';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import form from '../parts/form.module.css';
import { Choice } from './choice';
import { useHub } from './hub-context';
import { HubPlace } from './hub-place';
import { HubStanding } from './hub-standing';
import { HUB_HINTS } from './hub-words';

const css = classes(form);

/** Which recogniser hears the words, and what each sends where. */
export function RecogniserChoice() {
  const recogniser = useAppState((state) => state.recogniser);
  const browser = useAppState((state) => state.browserRecogniser);
  const running = useAppState((state) => state.phase.kind === 'listening');
  const blocked = useHub((state) => state.blocked !== null);
  const recognisers = useHub((state) => state.recognisers);
  const offered = useHub((state) => state.offered);
  const actions = useActions();
  const larger = offered.find(({ id }) => id === recogniser);
  return (
    <div className={css('group')}>
      <RadioGroup
        value={recogniser}
        onChange={(value) =>
          actions.chooseRecogniser(
            value === 'browser' ? 'browser' : (offered.find(({ id }) => id === value)?.id ?? 'moonshine'),
          )
        }
      >
        <Label className={css('legend')}>Who hears the words</Label>
        <Choice value="moonshine" name="This machine (Moonshine tiny)" hint="Nothing is sent anywhere." />
        <Choice
          value="browser"
          name="The browser’s own"
          hint={browser ?? 'This browser has none.'}
          disabled={browser === null}
        />
        {offered.map(({ id, name }) => (
          <Choice
            key={id}
            value={id}
            name={`This machine, larger (${name})`}
            hint={HUB_HINTS[id]}
            // One that is kept here needs no network.
            disabled={blocked && id !== recogniser && recognisers[id].kind !== 'whole'}
          />
        ))}
      </RadioGroup>
      {larger && <HubStanding {...larger} />}
      <p className={css('hint')}>
        A larger recogniser is fetched once and runs here: nothing you say is sent. When it is too slow,
        Moonshine tiny takes over.
      </p>
      <HubPlace />
      {running && <p className={css('hint')}>A change takes effect at the next start.</p>}
    </div>
  );
}
