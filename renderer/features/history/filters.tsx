import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useSay } from '../../i18n/index';
import { Button, SelectField, TextField } from '../../ui/index';
import { type FilterFault, type HistoryFilter, isFiltered, noFilter } from './filter';

/** The boxes above the table. */
export function Filters(props: {
  readonly filter: HistoryFilter;
  readonly fault: FilterFault | null;
  /** Whether there is anything but my own calls to choose. */
  readonly everybody: boolean;
  readonly onChange: (filter: HistoryFilter) => void;
}): ReactNode {
  const say = useSay();
  const { filter, fault, onChange } = props;
  const times = (['from', 'to'] as const).map((field) => (
    <TimeBox
      key={field}
      label={say(`history.${field}`)}
      value={filter[field]}
      error={fault?.field === field ? say(`history.${fault.key}`) : null}
      onChange={(value) => onChange({ ...filter, [field]: value })}
    />
  ));
  const directions = ['in', 'out', 'internal'] as const;
  const outcomes = ['answered', 'no-answer', 'busy', 'failed'] as const;
  return (
    <search className="history-filters" aria-label={say('history.filters')}>
      {props.everybody ? (
        <SelectField
          label={say('history.whose')}
          value={filter.mine ? 'mine' : 'all'}
          onChange={(value) => onChange({ ...filter, mine: value === 'mine' })}
          choices={[
            { id: 'mine', label: say('history.mine') },
            { id: 'all', label: say('history.everybody') },
          ]}
        />
      ) : null}
      <TextField
        label={say('history.number')}
        placeholder={say('history.numberHint')}
        value={filter.number}
        onChange={(number) => onChange({ ...filter, number })}
        maxLength={40}
      />
      {times}
      <SelectField
        label={say('history.direction')}
        value={filter.direction || 'any'}
        onChange={(value) => onChange({ ...filter, direction: directions.find((one) => one === value) ?? '' })}
        choices={[
          { id: 'any', label: say('history.anyDirection') },
          ...directions.map((id) => ({ id, label: say(`states.direction.${id}`) })),
        ]}
      />
      <SelectField
        label={say('history.outcome')}
        value={filter.outcome || 'any'}
        onChange={(value) => onChange({ ...filter, outcome: outcomes.find((one) => one === value) ?? '' })}
        choices={[
          { id: 'any', label: say('history.anyOutcome') },
          ...outcomes.map((id) => ({ id, label: say(`history.outcomes.${id}`) })),
        ]}
      />
      {isFiltered(filter) ? (
        <Button icon={X} variant="quiet" onPress={() => onChange({ ...noFilter, mine: filter.mine })}>
          {say('history.clear')}
        </Button>
      ) : null}
    </search>
  );
}

function TimeBox(props: {
  readonly label: string;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field" {...(props.error ? { 'data-invalid': true } : {})}>
      <label htmlFor={id} className="field-label">
        {props.label}
      </label>
      <input
        id={id}
        type="datetime-local"
        className="input"
        value={props.value}
        aria-invalid={props.error !== null}
        {...(props.error ? { 'aria-describedby': `${id}-error` } : {})}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {props.error ? (
        <span id={`${id}-error`} className="field-error" role="alert">
          {props.error}
        </span>
      ) : null}
    </div>
  );
}
