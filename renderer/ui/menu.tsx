import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Dialog as AriaDialog,
  Menu as AriaMenu,
  Popover as AriaPopover,
  DialogTrigger,
  Header,
  MenuItem,
  MenuSection,
  MenuTrigger,
} from 'react-aria-components';
import './menu.css';
import { type OverlayKind, useOverlay } from './overlay';
import type { Tone } from './tone';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly tone?: Tone;
  readonly detail?: ReactNode;
  readonly isDisabled?: boolean;
  readonly isDanger?: boolean;
}
export interface MenuGroup {
  readonly id: string;
  readonly title?: string;
  readonly entries: readonly MenuEntry[];
}

/** A button (first child) with a menu. */
export function Menu(props: {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  readonly onAction: (id: string) => void;
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end';
}): ReactNode {
  return (
    <MenuTrigger>
      {props.trigger}
      <AriaPopover className="popover menu-popover" placement={props.placement ?? 'bottom start'} offset={4}>
        <Open kind="modal" />
        <AriaMenu className="menu" aria-label={props.label} onAction={(key) => props.onAction(String(key))}>
          {props.groups.map((group) => (
            <MenuSection
              key={group.id}
              className="menu-section"
              {...(group.title ? {} : { 'aria-label': props.label })}
            >
              {group.title ? <Header className="menu-title">{group.title}</Header> : null}
              {group.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }): ReactNode {
  const Icon = entry.icon;
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      isDisabled={entry.isDisabled ?? false}
      className={`option ${entry.isDanger ? 'is-danger' : ''} ${entry.tone ? `tone-${entry.tone}` : ''}`}
    >
      {Icon ? <Icon aria-hidden size={15} className="menu-icon" /> : null}
      <span className="grow cut">{entry.label}</span>
      {entry.detail ? <span className="option-detail">{entry.detail}</span> : null}
    </MenuItem>
  );
}

function Open({ kind }: { readonly kind: OverlayKind }): null {
  useOverlay(kind);
  return null;
}

/** A button (first child) with a free panel; `children` may be a function of `close`. */
export function Popover(props: {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end' | 'bottom';
  readonly isOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly className?: string;
}): ReactNode {
  return (
    <DialogTrigger
      {...(props.isOpen === undefined ? {} : { isOpen: props.isOpen })}
      {...(props.onOpenChange ? { onOpenChange: props.onOpenChange } : {})}
    >
      {props.trigger}
      <AriaPopover
        className={`popover ${props.className ?? ''}`}
        placement={props.placement ?? 'bottom start'}
        offset={4}
      >
        <AriaDialog className="popover-body" aria-label={props.label}>
          {({ close }) => (
            <>
              <Open kind="panel" />
              {typeof props.children === 'function' ? props.children(close) : props.children}
            </>
          )}
        </AriaDialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
