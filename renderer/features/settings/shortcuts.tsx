import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useHostCan, useRowList, useSettings } from '../../live/hooks';
import { IconButton } from '../../ui/index';
import { conflictOf, recordAccelerator, type ShortcutName, shortcutNames, showAccelerator } from './accelerator';
import { useSaving } from './saving';

const onMac = (): boolean => /Mac/.test(navigator.platform);

/** Shortcuts that work in every program; recorded by pressing them. */
export function Shortcuts(): ReactNode {
  const say = useSay();
  const possible = useHostCan('global-shortcuts');
  if (!possible) return <p className="muted">{say('settings.shortcuts.inBrowser')}</p>;
  return (
    <div className="settings-fields">
      <p className="muted">{say('settings.shortcuts.global')}</p>
      {shortcutNames.map((name) => (
        <Shortcut key={name} name={name} />
      ))}
    </div>
  );
}

function Shortcut({ name }: { readonly name: ShortcutName }): ReactNode {
  const say = useSay();
  const { shortcuts } = useSettings();
  const { save } = useSaving();
  // The host says through a notice which shortcut the system did not accept.
  const refusedBySystem = useRowList('notices').some(
    (notice) => notice.key.startsWith('shortcut-') && notice.params.name === name,
  );
  const [recording, setRecording] = useState(false);
  const [held, setHeld] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const title = say(`settings.shortcuts.names.${name}`);
  const mac = onMac();

  const stop = (): void => {
    setRecording(false);
    setHeld('');
  };
  const keep = (accelerator: string): void => {
    stop();
    setFault(null);
    if (accelerator !== shortcuts[name]) void save({ shortcuts: { [name]: accelerator } }, title);
  };
  const press = (event: KeyboardEvent): void => {
    if (!recording || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      stop();
      return;
    }
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (bare && (event.key === 'Backspace' || event.key === 'Delete')) {
      keep('');
      return;
    }
    const recorded = recordAccelerator(event.nativeEvent);
    if (recorded.kind === 'incomplete') setHeld(showAccelerator(recorded.held, mac));
    else if (recorded.kind === 'refused') setFault(say(`settings.shortcuts.refused.${recorded.why}`));
    else {
      const other = conflictOf(shortcuts, name, recorded.accelerator);
      if (other) setFault(say('settings.shortcuts.conflict', { other: say(`settings.shortcuts.names.${other}`) }));
      else keep(recorded.accelerator);
    }
  };
  const shown = showAccelerator(shortcuts[name], mac);
  const sentence = fault ?? (refusedBySystem && shortcuts[name] ? say('settings.shortcuts.notRegistered') : null);
  const faultId = `shortcut-${name}-fault`;
  return (
    <div className="stack">
      <div className="row">
        <span className="grow">{title}</span>
        <button
          ref={button}
          type="button"
          className={`record-box ${recording ? 'is-recording' : ''}`}
          aria-label={`${say('settings.shortcuts.recordFor', { name: title })} ${shown || say('settings.shortcuts.none')}`}
          aria-pressed={recording}
          {...(sentence ? { 'aria-describedby': faultId } : {})}
          onClick={() => {
            setFault(null);
            setRecording(true);
          }}
          onKeyDown={press}
          onBlur={stop}
        >
          {recording ? (
            held || say('settings.shortcuts.recording')
          ) : shown ? (
            <kbd>{shown}</kbd>
          ) : (
            <span className="muted">{say('settings.shortcuts.none')}</span>
          )}
        </button>
        <IconButton
          size="s"
          icon={X}
          label={say('settings.shortcuts.clear', { name: title })}
          isDisabled={shortcuts[name] === ''}
          onPress={() => keep('')}
        />
      </div>
      {sentence ? (
        <p id={faultId} className="field-error" role="alert">
          {sentence}
        </p>
      ) : null}
    </div>
  );
}
