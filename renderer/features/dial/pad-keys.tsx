import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useSay } from '../../i18n/index';
import './dial.css';

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

/** The twelve keys of a phone. */
export function PadKeys(props: { readonly onKey: (key: string) => void }): ReactNode {
  const say = useSay();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in every browser
    <div className="pad" role="group" aria-label={say('dial.pad')}>
      {keys.map(([key, letters]) => (
        <AriaButton
          key={key}
          className="pad-key"
          aria-label={say('dial.key', { key })}
          onPress={() => props.onKey(key)}
        >
          <span className="pad-digit">{key}</span>
          <span className="pad-letters">{letters}</span>
        </AriaButton>
      ))}
    </div>
  );
}
