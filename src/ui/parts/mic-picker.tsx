import { Button as AriaButton } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import list from './list.module.css';
import styles from './mic-picker.module.css';

const css = classes({ ...list, ...styles });

/**
 * The microphones that the browser offers; asked anew each time it opens. It shows the one in use, or `invites` to choose
 * where that one failed.
 */
export function MicPicker({ invites = null, onPick }: { invites?: string | null; onPick?: () => void }) {
  const mics = useAppState((state) => state.mics);
  const micId = useAppState((state) => state.micId);
  const actions = useActions();
  return (
    <Select
      aria-label={invites ?? 'Microphone'}
      placeholder={invites ?? 'Microphone'}
      className={css('picker')}
      value={invites === null ? micId : null}
      onChange={(id) => {
        if (id === null) return;
        actions.chooseMic(String(id));
        onPick?.();
      }}
      onOpenChange={(open) => {
        if (open) void actions.refreshMics();
      }}
    >
      <AriaButton className={css('pick')}>
        <SelectValue className={css('picked')} />
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <path d="M1.5 3 5 7 8.5 3" />
        </svg>
      </AriaButton>
      <Popover className={css('popover')}>
        <ListBox items={mics} className={css('list')} renderEmptyState={() => 'No microphone found.'}>
          {(mic) => (
            <ListBoxItem id={mic.id} textValue={mic.label} className={css('item')}>
              {mic.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
