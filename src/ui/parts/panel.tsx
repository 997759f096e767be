import type { ReactNode } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { classes } from '../classes';
import styles from './panel.module.css';

const css = classes(styles);

/** A button, and the dialog that it opens over the page; `children` are given the way to close it. */
export function Panel({
  button,
  title,
  children,
}: {
  button: ReactNode;
  title: string;
  children: (close: () => void) => ReactNode;
}) {
  return (
    <DialogTrigger>
      {button}
      <ModalOverlay className={css('overlay')} isDismissable>
        <Modal className={css('modal')}>
          <Dialog className={css('dialog')}>
            {({ close }) => (
              <>
                <Heading slot="title" className={css('title')}>
                  {title}
                </Heading>
                {children(close)}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
