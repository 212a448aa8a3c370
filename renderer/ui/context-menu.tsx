import { type ReactNode, useRef } from 'react';
import { Menu as AriaMenu, Popover as AriaPopover, MenuItem } from 'react-aria-components';
import type { MenuEntry } from './menu';
import { useOverlay } from './overlay';
import './menu.css';

/** Where and for what a context menu opens; client coordinates. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** A menu at the pointer (or at a row, from the keyboard). Arrows, letters, Enter and Escape work in it. */
export function ContextMenu(props: {
  readonly place: MenuPlace | null;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly onAction: (id: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const anchor = useRef<HTMLSpanElement>(null);
  const { place } = props;
  return (
    <>
      <span
        ref={anchor}
        aria-hidden
        style={{
          position: 'fixed',
          left: place?.x ?? 0,
          top: place?.y ?? 0,
          width: 1,
          height: 1,
          pointerEvents: 'none',
        }}
      />
      {place ? (
        <AriaPopover
          className="popover menu-popover"
          triggerRef={anchor}
          aria-label={props.label}
          isOpen
          placement="bottom start"
          offset={2}
          onOpenChange={(open) => {
            if (!open) props.onClose();
          }}
        >
          <Open />
          <AriaMenu
            className="menu"
            aria-label={props.label}
            autoFocus="first"
            onAction={(key) => {
              props.onClose();
              props.onAction(String(key));
            }}
          >
            {props.entries.map(({ id, label, icon: Icon, detail, isDisabled = false, isDanger = false }) => (
              <MenuItem
                key={id}
                id={id}
                textValue={label}
                isDisabled={isDisabled}
                className={`option ${isDanger ? 'is-danger' : ''}`}
              >
                {Icon ? <Icon aria-hidden size={15} className="menu-icon" /> : null}
                <span className="grow cut">{label}</span>
                {detail ? <span className="option-detail">{detail}</span> : null}
              </MenuItem>
            ))}
          </AriaMenu>
        </AriaPopover>
      ) : null}
    </>
  );
}

function Open(): null {
  useOverlay();
  return null;
}
