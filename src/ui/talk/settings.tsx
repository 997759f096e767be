import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useAppState } from '../app-context';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { privacyWords } from '../privacy';
import { EndpointForm } from './endpoint-form';
import { RecogniserChoice } from './recogniser-choice';
import styles from './settings.module.css';
import { ShortcutSwitch } from './shortcut-switch';

const css = classes(styles);

/** Who hears the words, who writes the replies, and what leaves the machine for it. */
export function Settings() {
  const privacy = useAppState(privacyWords);
  return (
    <DialogTrigger>
      <Button look="quiet">Settings</Button>
      <ModalOverlay className={css('overlay')} isDismissable>
        <Modal className={css('modal')}>
          <Dialog className={css('dialog')}>
            {({ close }) => (
              <>
                <Heading slot="title" className={css('title')}>
                  Settings
                </Heading>
                <p className={css('privacy')}>{privacy}</p>
                <RecogniserChoice />
                <EndpointForm />
                <ShortcutSwitch />
                <Button onPress={close}>Done</Button>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
