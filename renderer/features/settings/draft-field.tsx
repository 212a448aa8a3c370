import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { TextField } from '../../ui/index';
import type { Checked } from './check';
import { useSaving } from './saving';

/**
 * A box that saves when it is left or on Enter. What is not valid stays in the box with a sentence below it, is not
 * saved, and is there again after a visit to another section.
 */
export function DraftField<T>(props: {
  /** Unique on the settings page, `dialling.areaCode`. */
  readonly field: string;
  readonly label: string;
  readonly hint?: string;
  readonly hideLabel?: boolean;
  readonly saved: string;
  readonly check: (text: string) => Checked<T>;
  /** True when it was saved. */
  readonly onSave: (value: T) => Promise<boolean>;
  readonly lines?: number;
  readonly className?: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  /** Called with each change, for previews. */
  readonly onDraft?: (text: string) => void;
  readonly onFocus?: () => void;
}): ReactNode {
  const say = useSay();
  const { drafts, setDraft, settleDraft } = useSaving();
  const draft = drafts.get(props.field);
  const text = draft ?? props.saved;
  const checked = draft === undefined ? null : props.check(draft);
  const settle = async (): Promise<void> => {
    if (draft === undefined || !checked?.ok) return;
    if (await props.onSave(checked.value)) settleDraft(props.field, draft);
  };
  return (
    <TextField
      label={props.label}
      value={text}
      onChange={(next) => {
        setDraft(props.field, next === props.saved ? null : next);
        props.onDraft?.(next);
      }}
      error={checked && !checked.ok ? say(checked.key, checked.params) : null}
      {...(props.onFocus ? { onFocus: props.onFocus } : {})}
      onBlur={() => void settle()}
      onSubmit={() => void settle()}
      {...(props.hint === undefined ? {} : { hint: props.hint })}
      {...(props.hideLabel ? { hideLabel: true } : {})}
      {...(props.lines === undefined ? {} : { lines: props.lines })}
      {...(props.className === undefined ? {} : { className: props.className })}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
    />
  );
}
