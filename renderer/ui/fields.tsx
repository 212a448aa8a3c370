import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import {
  Button as AriaButton,
  NumberField as AriaNumberField,
  Switch as AriaSwitch,
  TextField as AriaTextField,
  Checkbox,
  ComboBox,
  FieldError,
  Group,
  Input,
  type Key,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
} from 'react-aria-components';
import './fields.css';

export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Second line or right side: "in use by 2015". */
  readonly detail?: ReactNode;
  readonly isDisabled?: boolean;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly className?: string;
  /** Keeps the label for screen readers only. */
  readonly hideLabel?: boolean;
  /** Message below the field; marks it wrong. */
  readonly error?: string | null | undefined;
}

const labelOf = (props: FieldProps): ReactNode => (
  <Label className={props.hideLabel ? 'unseen' : 'field-label'}>{props.label}</Label>
);
const footOf = (props: FieldProps): ReactNode => (
  <>
    {props.hint ? (
      <Text slot="description" className="field-hint">
        {props.hint}
      </Text>
    ) : null}
    <FieldError className="field-error">{props.error ?? undefined}</FieldError>
  </>
);

export function TextField(
  props: FieldProps & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly placeholder?: string;
    readonly type?: 'text' | 'password' | 'search' | 'tel' | 'url';
    readonly lines?: number;
    readonly maxLength?: number;
    readonly autoFocus?: boolean;
    readonly onBlur?: () => void;
    readonly onFocus?: () => void;
    readonly onSubmit?: () => void;
    readonly inputRef?: Ref<HTMLInputElement>;
    readonly autoComplete?: string;
    readonly after?: ReactNode;
  },
): ReactNode {
  return (
    <AriaTextField
      className={`field ${props.className ?? ''}`}
      value={props.value}
      onChange={props.onChange}
      type={props.type ?? 'text'}
      isRequired={props.isRequired ?? false}
      isDisabled={props.isDisabled ?? false}
      isInvalid={Boolean(props.error)}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      {...(props.onBlur ? { onBlur: props.onBlur } : {})}
      {...(props.onFocus ? { onFocus: props.onFocus } : {})}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
    >
      {labelOf(props)}
      {props.lines ? (
        <TextArea className="input input-area" rows={props.lines} placeholder={props.placeholder ?? ''} />
      ) : (
        <div className="input-box">
          <Input
            className="input"
            placeholder={props.placeholder ?? ''}
            {...(props.inputRef ? { ref: props.inputRef } : {})}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing && props.onSubmit) {
                event.preventDefault();
                props.onSubmit();
              }
            }}
          />
          {props.after}
        </div>
      )}
      {footOf(props)}
    </AriaTextField>
  );
}

export function NumberField(
  props: FieldProps & {
    readonly value: number;
    readonly onChange: (value: number) => void;
    readonly min?: number;
    readonly max?: number;
    readonly step?: number;
  },
): ReactNode {
  return (
    <AriaNumberField
      className={`field ${props.className ?? ''}`}
      value={props.value}
      onChange={(value) => {
        if (!Number.isNaN(value)) props.onChange(value);
      }}
      isDisabled={props.isDisabled ?? false}
      isInvalid={Boolean(props.error)}
      formatOptions={{ useGrouping: false }}
      {...(props.min === undefined ? {} : { minValue: props.min })}
      {...(props.max === undefined ? {} : { maxValue: props.max })}
      {...(props.step === undefined ? {} : { step: props.step })}
    >
      {labelOf(props)}
      <Group className="input-box number-box">
        <AriaButton slot="decrement" className="number-step">
          −
        </AriaButton>
        <Input className="input" />
        <AriaButton slot="increment" className="number-step">
          +
        </AriaButton>
      </Group>
      {footOf(props)}
    </AriaNumberField>
  );
}

const item = (choice: Choice): ReactNode => (
  <ListBoxItem
    key={choice.id}
    id={choice.id}
    textValue={choice.label}
    isDisabled={choice.isDisabled ?? false}
    className="option"
  >
    {({ isSelected }) => (
      <>
        <span className="option-mark">{isSelected ? <Check aria-hidden size={14} /> : null}</span>
        <span className="grow cut">{choice.label}</span>
        {choice.detail ? <span className="option-detail">{choice.detail}</span> : null}
      </>
    )}
  </ListBoxItem>
);

export function SelectField(
  props: FieldProps & {
    readonly value: string | null;
    readonly onChange: (value: string) => void;
    readonly choices: readonly Choice[];
    readonly placeholder?: string;
  },
): ReactNode {
  return (
    <Select
      className={`field ${props.className ?? ''}`}
      value={props.value}
      onChange={(value: Key | null) => {
        if (value !== null) props.onChange(String(value));
      }}
      placeholder={props.placeholder ?? '—'}
      isDisabled={props.isDisabled ?? false}
      isInvalid={Boolean(props.error)}
    >
      {labelOf(props)}
      <AriaButton className="input select-button">
        <SelectValue className="cut grow" />
        <ChevronsUpDown aria-hidden size={14} />
      </AriaButton>
      {footOf(props)}
      <Popover className="popover list-popover">
        <ListBox className="options">{props.choices.map(item)}</ListBox>
      </Popover>
    </Select>
  );
}

/** Choices that contain what was typed; all of them while nothing or exactly one of them is written. */
function matching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '' || choices.some((choice) => choice.id === typed.trim())) return choices;
  return choices.filter((choice) => `${choice.id} ${choice.label}`.toLowerCase().includes(wanted));
}

/** A select that can be typed into; `custom` also takes what is not in the list. */
export function ComboField(
  props: FieldProps & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly choices: readonly Choice[];
    readonly custom?: boolean;
    readonly placeholder?: string;
    readonly autoFocus?: boolean;
    readonly emptyText?: string;
  },
): ReactNode {
  return (
    <ComboBox
      className={`field ${props.className ?? ''}`}
      items={matching(props.choices, props.value)}
      inputValue={props.value}
      onInputChange={props.onChange}
      allowsCustomValue={props.custom ?? true}
      allowsEmptyCollection={props.emptyText !== undefined}
      isDisabled={props.isDisabled ?? false}
      isRequired={props.isRequired ?? false}
      isInvalid={Boolean(props.error)}
      autoFocus={props.autoFocus ?? false}
      // What is chosen already is not in the way; an empty field shows its choices at once.
      menuTrigger={props.value === '' ? 'focus' : 'input'}
    >
      {labelOf(props)}
      <div className="input-box">
        <Input className="input" placeholder={props.placeholder ?? ''} />
        <AriaButton className="input-end">
          <ChevronsUpDown aria-hidden size={14} />
        </AriaButton>
      </div>
      {footOf(props)}
      <Popover className="popover list-popover">
        <ListBox className="options" renderEmptyState={() => <p className="option-empty">{props.emptyText}</p>}>
          {(choice: Choice) => (
            <ListBoxItem
              id={choice.id}
              // What a chosen option writes into the field: the id alone.
              textValue={choice.id}
              isDisabled={choice.isDisabled ?? false}
              className="option"
            >
              <span className="option-code">{choice.id}</span>
              <span className="grow cut">{choice.label === choice.id ? '' : choice.label}</span>
              {choice.detail ? <span className="option-detail">{choice.detail}</span> : null}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

export function SwitchField(props: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
  readonly isDisabled?: boolean;
  /** Busy with the last press: takes no second one and, unlike a disabled switch, keeps the focus. */
  readonly pending?: boolean;
  readonly detail?: string;
}): ReactNode {
  return (
    <AriaSwitch
      className={`switch ${props.pending ? 'is-pending' : ''}`}
      isSelected={props.isOn}
      onChange={(on) => {
        if (!props.pending) props.onChange(on);
      }}
      isDisabled={props.isDisabled ?? false}
    >
      <span className="switch-track" aria-hidden>
        <span className="switch-knob" />
      </span>
      <span className="grow">
        {props.label}
        {props.detail ? <span className="switch-detail">{props.detail}</span> : null}
      </span>
    </AriaSwitch>
  );
}

export function CheckField(props: {
  readonly children: ReactNode;
  readonly isChecked: boolean;
  readonly isPartly?: boolean;
  readonly onChange: (on: boolean) => void;
  readonly isDisabled?: boolean;
  readonly label?: string;
}): ReactNode {
  return (
    <Checkbox
      className="check"
      isSelected={props.isChecked}
      isIndeterminate={props.isPartly ?? false}
      onChange={props.onChange}
      isDisabled={props.isDisabled ?? false}
      {...(props.label ? { 'aria-label': props.label } : {})}
    >
      <span className="check-box" aria-hidden>
        {props.isPartly ? '–' : props.isChecked ? <Check size={12} strokeWidth={3} /> : null}
      </span>
      {props.children}
    </Checkbox>
  );
}
