import { Switch } from 'react-aria-components/Switch';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import { mirrorWords } from '../mirror-words';
import styles from './mirror.module.css';

const css = classes(styles);

/** The mirror: the dials follow the person's own style. Its estimate stands there in words whether it is on or not. */
export function Mirror() {
  const mirror = useAppState((state) => state.mirror);
  const actions = useActions();
  return (
    <div className={css('mirror')}>
      <Switch
        className={css('switch')}
        isSelected={mirror.on}
        onChange={(on) => actions.setMirror(on)}
        aria-describedby="mirror-words"
      >
        <span className={css('rail')} aria-hidden="true" />
        Mirror me
      </Switch>
      <p id="mirror-words" className={css('words')}>
        Both dials follow the way you listen yourself. {mirrorWords(mirror)}
      </p>
    </div>
  );
}
