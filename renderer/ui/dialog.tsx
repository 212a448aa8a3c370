import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { AppError } from '../../shared/domain/result';
import { useSay } from '../i18n/index';
import { Button, IconButton } from './button';
import './dialog.css';
import { useOverlay } from './overlay';
import { ErrorLine } from './states';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly size?: 's' | 'm' | 'l';
  /** `alertdialog` for what needs an answer. */
  readonly role?: 'dialog' | 'alertdialog';
}

/** A modal window; Escape and the cross close it, the focus returns to where it came from. */
export function Dialog(props: DialogProps): ReactNode {
  return (
    <ModalOverlay
      className="scrim"
      isOpen={props.isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className={`modal modal-${props.size ?? 'm'}`}>
        <DialogBody {...props} />
      </Modal>
    </ModalOverlay>
  );
}

function DialogBody(props: DialogProps): ReactNode {
  const say = useSay();
  useOverlay();
  return (
    <AriaDialog className="dialog" role={props.role ?? 'dialog'}>
      <header className="dialog-head">
        <Heading slot="title" className="grow">
          {props.title}
        </Heading>
        <IconButton icon={X} size="s" label={say('ui.close')} onPress={props.onClose} />
      </header>
      <div className="dialog-body">{props.children}</div>
      {props.footer ? <footer className="dialog-foot">{props.footer}</footer> : null}
    </AriaDialog>
  );
}

/** Asks before something is done; shows its pending state and its error, and stays open until it is done. */
export function ConfirmDialog(props: {
  readonly isOpen: boolean;
  readonly title: string;
  readonly children?: ReactNode;
  readonly confirmLabel: string;
  readonly danger?: boolean;
  readonly pending?: boolean;
  readonly error?: AppError | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const say = useSay();
  const id = useId();
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={props.title}
      role="alertdialog"
      size="s"
      footer={
        <>
          <Button onPress={props.onClose}>{say('ui.cancel')}</Button>
          <Button
            variant={props.danger ? 'hang-up' : 'primary'}
            pending={props.pending ?? false}
            onPress={props.onConfirm}
            autoFocus
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <div id={id} className="stack">
        {props.children}
        <ErrorLine error={props.error ?? null} />
      </div>
    </Dialog>
  );
}
