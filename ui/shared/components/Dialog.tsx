/** A dialog over the window. Escape closes it, and the focus goes back to where it was. */
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "./Button";
import css from "./Dialog.module.css";

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  /** For what is read rather than answered. */
  wide?: boolean;
  /** Whether it has a button of its own that closes it: where nothing in it does. */
  closes?: boolean;
}

export function Dialog({ title, open, onClose, children, wide = false, closes = false }: Props) {
  return (
    <ModalOverlay className={css.overlay ?? ""} isOpen={open} onOpenChange={(next) => !next && onClose()} isDismissable>
      <Modal className={`${css.modal} ${wide ? css.wide : ""}`}>
        <AriaDialog className={css.dialog ?? ""}>
          <div className={css.head}>
            <Heading slot="title" className={css.title ?? ""}>
              {title}
            </Heading>
            {closes && (
              <Button look="quiet" onClick={onClose} data-testid="dialog-close">
                Close
              </Button>
            )}
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
