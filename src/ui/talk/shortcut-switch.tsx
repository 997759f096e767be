import { Switch } from 'react-aria-components/Switch';
import { classes } from '../classes';
import { setShortcuts, useShortcutsOn } from './shortcuts';
import mirror from './mirror.module.css';
import styles from './settings.module.css';

const css = classes(styles);
const rail = classes(mirror);

/** Single keys can be turned off, for those whose tools type them. */
export function ShortcutSwitch() {
  const on = useShortcutsOn();
  return (
    <div className={css('group')}>
      <Switch className={rail('switch')} isSelected={on} onChange={setShortcuts}>
        <span className={rail('rail')} aria-hidden="true" />
        Keys: M mutes, F full screen, Esc stops
      </Switch>
    </div>
  );
}
