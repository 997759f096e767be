import { useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { TextField } from 'react-aria-components/TextField';
import type { BankLine } from '../../app/clips/state';
import { classes } from '../classes';
import { Button } from '../parts/button';
import settings from '../talk/settings.module.css';
import { useClipsActions } from './clips-context';
import { RightsFields } from './rights-fields';
import { Confirm } from './selected';

const css = classes(settings);

/** A bank of one's own: its name, its rights, export, going on with its recording, and its end. */
export function BankDialog({ bank }: { bank: BankLine }) {
  return (
    <DialogTrigger>
      <Button look="plain">This bank…</Button>
      <ModalOverlay className={css('overlay')} isDismissable>
        <Modal className={css('modal')}>
          <Dialog className={css('dialog')}>{({ close }) => <Inside bank={bank} close={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
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
      <Heading slot="title" className={css('title')}>
        {bank.name}
      </Heading>
      <TextField className={css('field')} value={name} onChange={setName} maxLength={60}>
        <Label>Name</Label>
        <Input className={css('input')} />
      </TextField>
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
