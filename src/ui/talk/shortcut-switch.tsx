import { Switch } from 'react-aria-components/Switch';
import { classes } from '../classes';
import form from '../parts/form.module.css';
import mirror from './mirror.module.css';
import { setShortcuts, useShortcutsOn } from './shortcuts';

const css = classes(form);
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
