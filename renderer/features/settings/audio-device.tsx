import type { ReactNode } from 'react';
import type { AudioDevice } from '../../../shared/bridge/topics';
import { type Say, useSay } from '../../i18n/index';
import { useSettings, useTopic } from '../../live/hooks';
import { type Choice, SelectField } from '../../ui/index';

type Kind = 'input' | 'output' | 'ringer';

/** Id of the choice that saves nothing: the default device, or no second one. */
const none = '(none)';

/** One of the devices. What was chosen and is not connected stays in the list: it comes back by itself. */
export function DeviceField(props: { readonly kind: Kind; readonly onChange: (id: string) => void }): ReactNode {
  const say = useSay();
  const { kind } = props;
  const chosen = useSettings().voice[kind];
  const voice = useTopic('voice');
  if (!voice) return null;
  const devices = kind === 'input' ? voice.inputs : voice.outputs;
  const gone = chosen !== '' && !devices.some(({ id }) => id === chosen);
  const choices: readonly Choice[] = [
    { id: none, label: say(kind === 'ringer' ? 'settings.audio.noRinger' : 'settings.audio.systemDefault') },
    ...namedDevices(devices, kind, say),
    ...(gone ? [{ id: chosen, label: say('settings.audio.gone') }] : []),
  ];
  const hint = gone
    ? say(kind === 'ringer' ? 'settings.audio.goneRinger' : 'settings.audio.goneHint')
    : kind === 'ringer'
      ? say('settings.audio.ringerHint')
      : undefined;
  return (
    <SelectField
      label={say(`settings.audio.${kind}`)}
      value={chosen === '' ? none : chosen}
      choices={choices}
      className={gone ? 'device-gone' : ''}
      hint={hint}
      onChange={(id) => props.onChange(id === none ? '' : id)}
    />
  );
}

/** Without the browser's own doubles of the default device; without a name they are counted. */
const namedDevices = (devices: readonly AudioDevice[], kind: Kind, say: Say): readonly Choice[] =>
  devices
    .filter(({ id }) => id !== '' && id !== 'default' && id !== 'communications')
    .map(({ id, label }, index) => ({
      id,
      label: label || say(`settings.audio.unnamed.${kind === 'input' ? 'input' : 'output'}`, { n: index + 1 }),
    }));
