import { Checkbox } from 'react-aria-components/Checkbox';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import type { BankLine } from '../../app/clips/state';
import { classes } from '../classes';
import settings from '../talk/settings.module.css';
import styles from './rights-fields.module.css';
import { Pick } from './pick';

const css = classes({ ...settings, ...styles });
type Rights = BankLine['rights'];

/** What a bank's rights can be, in words. */
const LICENCES = [
  { id: 'For the speaker’s own use only', label: 'For the speaker’s own use only' },
  { id: 'For this study only', label: 'For this study only' },
  { id: 'CC-BY-4.0', label: 'CC BY 4.0: anyone, naming the speaker' },
  { id: 'CC0-1.0', label: 'CC0: anyone, for anything' },
] as const;
const CONSENT = 'The speaker agreed to being recorded and to this use of the recordings.';

/** Who speaks, who may use it, and that they agreed. */
export function RightsFields({ rights, onChange }: { rights: Rights; onChange: (rights: Rights) => void }) {
  const licence = rights.licence ?? '';
  const known = LICENCES.some(({ id }) => id === licence);
  const items = known || licence === '' ? LICENCES : [...LICENCES, { id: licence, label: licence }];
  return (
    <div className={css('group')}>
      <TextField
        className={css('field')}
        value={rights.speaker ?? ''}
        onChange={(speaker) => onChange({ ...rights, speaker })}
        maxLength={80}
      >
        <Label>Who speaks (a name or a code; may stay empty)</Label>
        <Input className={css('input')} />
      </TextField>
      <Pick
        label="Who may use the recordings"
        items={items}
        value={licence}
        onPick={(id) => onChange({ ...rights, licence: id })}
      />
      <Checkbox
        className={css('consent')}
        isSelected={(rights.consent ?? '') !== ''}
        onChange={(agreed) => onChange({ ...rights, consent: agreed ? CONSENT : '' })}
      >
        {({ isSelected }) => (
          <>
            <span className={css('box', isSelected && 'ticked')} aria-hidden="true" />
            <span>{CONSENT}</span>
          </>
        )}
      </Checkbox>
    </div>
  );
}
