import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type PressEvent, Tooltip, TooltipTrigger } from 'react-aria-components';
import './button.css';

export type ButtonVariant = 'plain' | 'primary' | 'quiet' | 'danger' | 'answer' | 'hang-up';

export interface ButtonProps {
  readonly children?: ReactNode;
  readonly icon?: LucideIcon;
  readonly variant?: ButtonVariant;
  readonly size?: 's' | 'm' | 'l';
  /** Busy with what it started: shows so, takes no second press, keeps the focus. */
  readonly pending?: boolean;
  /** Why it cannot be used now; it stays in place and focusable, and says so. */
  readonly unavailable?: string | null;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  readonly type?: 'button' | 'submit';
  readonly autoFocus?: boolean;
  readonly className?: string;
  readonly onPress?: (event: PressEvent) => void;
  readonly label?: string;
  /** Shown on hover and focus. */
  readonly hint?: string;
  readonly shortcut?: string;
  readonly slot?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly expanded?: boolean;
}

/** Icon and word. Without `children` it is an icon only: then `label` is a must (use `IconButton`). */
export function Button(props: ButtonProps): ReactNode {
  const { icon: Icon, variant = 'plain', size = 'm', pending = false, unavailable, children } = props;
  const off = unavailable !== undefined && unavailable !== null;
  const hint = [props.hint ?? (children === undefined ? props.label : undefined), off ? unavailable : undefined]
    .filter(Boolean)
    .join(' · ');
  const button = (
    <AriaButton
      {...(props.ref ? { ref: props.ref } : {})}
      {...(props.slot === undefined ? {} : { slot: props.slot })}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.isPressed === undefined ? {} : { 'aria-pressed': props.isPressed })}
      {...(props.expanded === undefined ? {} : { 'aria-expanded': props.expanded })}
      // Not react-aria's own `isPending`: its announcement points at an element that is gone by then.
      {...(off || pending ? { 'aria-disabled': true } : {})}
      {...(props.shortcut ? { 'aria-keyshortcuts': props.shortcut } : {})}
      type={props.type ?? 'button'}
      isDisabled={props.isDisabled ?? false}
      autoFocus={props.autoFocus ?? false}
      className={`button button-${variant} size-${size} ${children === undefined ? 'icon-only' : ''} ${off ? 'is-off' : ''} ${pending ? 'is-pending' : ''} ${props.className ?? ''}`}
      onPress={(event) => {
        if (!off && !pending) props.onPress?.(event);
      }}
    >
      {pending ? (
        <LoaderCircle className="button-turning" aria-hidden size={16} />
      ) : Icon ? (
        <Icon aria-hidden size={16} />
      ) : null}
      {children === undefined ? null : <span className="button-word">{children}</span>}
    </AriaButton>
  );
  if (!hint && !props.shortcut) return button;
  return (
    <TooltipTrigger delay={350} closeDelay={50}>
      {button}
      <Tooltip className="tooltip" offset={6}>
        {hint}
        {props.shortcut ? <kbd>{props.shortcut}</kbd> : null}
      </Tooltip>
    </TooltipTrigger>
  );
}

export function IconButton(
  props: Omit<ButtonProps, 'children' | 'label'> & { readonly label: string; readonly icon: LucideIcon },
): ReactNode {
  return <Button variant="quiet" {...props} />;
}
