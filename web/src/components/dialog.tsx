import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

/** A question or form over the page; Escape closes it unless the answer is needed. */
export function PageDialog(props: {
  title: ReactNode;
  open: boolean;
  onClose?: () => void;
  children: ReactNode;
}) {
  return (
    <ModalOverlay
      className="overlay"
      isOpen={props.open}
      isDismissable={false}
      isKeyboardDismissDisabled={!props.onClose}
      onOpenChange={(open) => {
        if (!open) props.onClose?.();
      }}
    >
      <Modal className="dialog">
        <Dialog role={props.onClose ? 'dialog' : 'alertdialog'}>
          <Heading slot="title" level={2}>
            {props.title}
          </Heading>
          {props.children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
