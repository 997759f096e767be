import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { classes } from '../classes';
import list from '../parts/list.module.css';
import styles from './pick.module.css';

const css = classes({ ...list, ...styles });

/** One of a list, with its label before it. */
export function Pick({
  label,
  items,
  value,
  onPick,
  bare = false,
}: {
  label: string;
  items: readonly { readonly id: string; readonly label: string }[];
  value: string;
  onPick: (id: string) => void;
  /** The label is for screen readers only, where it stands in a table. */
  bare?: boolean;
}) {
  return (
    <Select
      className={css('pick')}
      value={value}
      {...(bare ? { 'aria-label': label } : {})}
      onChange={(id) => {
        if (id !== null) onPick(String(id));
      }}
    >
      {!bare && <Label className={css('label')}>{label}</Label>}
      <Button className={css('button')}>
        <SelectValue className={css('value')} />
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <path d="M1.5 3 5 7 8.5 3" />
        </svg>
      </Button>
      <Popover className={css('popover')}>
        <ListBox items={items} className={css('list')}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.label} className={css('item')}>
              {item.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
