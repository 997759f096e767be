import { Checkbox } from 'react-aria-components/Checkbox';
import type { BankLine } from '../../app/clips/state';
import { classes } from '../classes';
import { Field } from '../parts/field';
import form from '../parts/form.module.css';
import { Pick } from './pick';
import styles from './rights-fields.module.css';

const css = classes({ ...form, ...styles });
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
      <Field
        label="Who speaks (a name or a code; may stay empty)"
        value={rights.speaker ?? ''}
        onChange={(speaker) => onChange({ ...rights, speaker })}
        maxLength={80}
      />
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
