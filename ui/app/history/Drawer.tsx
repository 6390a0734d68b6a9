/** A panel at the right edge, over the screen it belongs to. Escape closes it, and the focus goes back to where it was. */
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "../../shared/components/Button";
import css from "./Drawer.module.css";

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function Drawer({ title, open, onClose, children }: Props) {
  return (
    <ModalOverlay className={css.overlay ?? ""} isOpen={open} onOpenChange={(next) => !next && onClose()} isDismissable>
      <Modal className={css.modal ?? ""}>
        <Dialog className={css.dialog ?? ""}>
          <header className={css.head}>
            <Heading slot="title" className={css.title ?? ""}>
              {title}
            </Heading>
            <Button look="quiet" onClick={onClose} data-testid="drawer-close">
              Close
            </Button>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
