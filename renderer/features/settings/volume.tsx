import { type ReactNode, useState } from 'react';

/** A level 0…1 as a slider, saved when let go. */
export function Volume(props: {
  readonly label: string;
  readonly value: number;
  readonly disabled?: boolean;
  readonly onChange: (volume: number) => void;
}): ReactNode {
  // Saved when let go: a slide over twenty steps is one change, not twenty.
  const [slid, setSlid] = useState<number | null>(null);
  const percent = slid ?? Math.round(props.value * 100);
  const settle = (): void => {
    if (slid !== null && slid !== Math.round(props.value * 100)) props.onChange(slid / 100);
    setSlid(null);
  };
  return (
    <label className="field">
      <span className="field-label">{props.label}</span>
      <span className="row">
        <input
          type="range"
          className="volume"
          min={0}
          max={100}
          step={5}
          value={percent}
          disabled={props.disabled ?? false}
          onChange={(event) => setSlid(Number(event.target.value))}
          onPointerUp={settle}
          onKeyUp={settle}
          onBlur={settle}
        />
        <output>{percent}%</output>
      </span>
    </label>
  );
}
