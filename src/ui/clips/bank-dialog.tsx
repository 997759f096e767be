import { useState } from 'react';
import { LONGEST_NAME } from '../../app/banks/store';
import type { BankLine } from '../../app/clips/state';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import form from '../parts/form.module.css';
import { Panel } from '../parts/panel';
import { useClipsActions } from './clips-context';
import { RightsFields } from './rights-fields';
import { Confirm } from './selected';

const css = classes(form);

/** A bank of one's own: its name, its rights, export, going on with its recording, and its end. */
export function BankDialog({ bank }: { bank: BankLine }) {
  return (
    <Panel button={<Button look="plain">This bank…</Button>} title={bank.name}>
      {(close) => <Inside bank={bank} close={close} />}
    </Panel>
  );
}

function Inside({ bank, close }: { bank: BankLine; close: () => void }) {
  const actions = useClipsActions();
  const [name, setName] = useState(bank.name);
  const [rights, setRights] = useState(bank.rights);
  const done = (): void => {
    if (name !== bank.name) void actions.renameBank(bank.id, name);
    if (rights !== bank.rights) void actions.setRights(bank.id, rights);
    close();
  };
  const consented = (rights.consent ?? '') !== '';
  return (
    <>
      <Field label="Name" value={name} onChange={setName} maxLength={LONGEST_NAME} />
      <RightsFields rights={rights} onChange={setRights} />
      <div className={css('group')}>
        <p className={css('hint')}>
          {consented
            ? 'The archive holds the recordings, what was measured of them, and these rights. Import it anywhere.'
            : 'Note the speaker’s consent first: an archive may go anywhere.'}
        </p>
        <div className={css('ways')}>
          <Button
            isDisabled={!consented}
            onPress={() => {
              // The rights as they stand here go into the archive.
              void (async () => {
                await actions.renameBank(bank.id, name);
                await actions.setRights(bank.id, rights);
                await actions.exportBank(bank.id);
              })();
              close();
            }}
          >
            Export as a zip
          </Button>
          {bank.recorded && (
            <Button
              onPress={() => {
                close();
                void actions.resumeBank(bank.id);
              }}
            >
              Go on recording
            </Button>
          )}
          <Confirm
            ask="Delete the bank"
            sure="Delete all its recordings"
            onYes={() => {
              close();
              void actions.removeBank(bank.id);
            }}
          />
        </div>
      </div>
      <Button onPress={done}>Done</Button>
    </>
  );
}
