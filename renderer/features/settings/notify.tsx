import type { ReactNode } from 'react';
import type { Settings } from '../../../shared/bridge/settings';
import { useSay } from '../../i18n/index';
import { useHostCan, useSelect, useSettings } from '../../live/hooks';
import { CheckField } from '../../ui/index';
import { useSaving } from './saving';
import { Volume } from './volume';

type Way = 'popup' | 'focus' | 'sound' | 'notification';
type Switches = 'ringPopup' | 'stealFocus' | 'sounds' | 'missed';

/** Which setting stands where; a place without one does not exist. */
const matrix: readonly { readonly event: 'ring' | 'missedCall'; readonly ways: Partial<Record<Way, Switches>> }[] = [
  { event: 'ring', ways: { popup: 'ringPopup', focus: 'stealFocus', sound: 'sounds' } },
  { event: 'missedCall', ways: { notification: 'missed' } },
];

/** How the person is told, by occasion: a matrix, not one default for all. */
export function Notify(): ReactNode {
  const say = useSay();
  const { notify } = useSettings();
  const { save } = useSaving();
  const can: Readonly<Record<Way, boolean>> = {
    popup: useHostCan('windows'),
    focus: useHostCan('windows'),
    sound: true,
    notification: useHostCan('notifications'),
  };
  const edition = useSelect('host', (host) => host?.edition);
  const ways = (['popup', 'focus', 'sound', 'notification'] as const).filter((way) => can[way]);
  const nameOf = (name: Switches): string => say(`settings.notify.${name}`);
  const change = (change: Partial<Settings['notify']>, what: string): void => void save({ notify: change }, what);
  return (
    <div className="settings-fields">
      <table className="matrix">
        <caption className="field-label">{say('settings.notify.matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('settings.notify.event')}</th>
            {ways.map((way) => (
              <th key={way} scope="col">
                {say(`settings.notify.${way}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix
            .filter(({ ways: own }) => ways.some((way) => own[way]))
            .map(({ event, ways: own }) => (
              <tr key={event}>
                <th scope="row">{say(`settings.notify.${event}`)}</th>
                {ways.map((way) => {
                  const name = own[way];
                  return (
                    <td key={way}>
                      {name ? (
                        <CheckField
                          label={`${say(`settings.notify.${event}`)} · ${say(`settings.notify.${way}`)}`}
                          isChecked={notify[name]}
                          onChange={(on) => change({ [name]: on }, nameOf(name))}
                        >
                          {null}
                        </CheckField>
                      ) : (
                        <span className="muted">—</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
        </tbody>
      </table>
      {can.focus ? <p className="field-hint">{say('settings.notify.stealFocusHint')}</p> : null}
      {edition === 'browser' && can.notification ? (
        <p className="field-hint">{say('settings.notify.permission')}</p>
      ) : null}
      <Volume
        label={say('settings.notify.volume')}
        value={notify.volume}
        disabled={!notify.sounds}
        onChange={(volume) => change({ volume }, say('settings.notify.volume'))}
      />
    </div>
  );
}
