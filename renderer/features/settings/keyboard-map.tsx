import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useDriver, useSettings } from '../../live/hooks';
import { shortcutsFor } from '../keyboard/shortcuts';
import { useHasVoice } from '../voice/index';
import { actionKeys, type FloorActionName, showKey } from '../wallboard/action';
import { shortcutNames, showAccelerator } from './accelerator';

const floorActions = Object.keys(actionKeys) as readonly FloorActionName[];

/** Every key, in one place: those of the window, of the wallboard, and the global ones as they are set now. */
export function KeyboardMap(): ReactNode {
  const say = useSay();
  const { shortcuts } = useSettings();
  const driver = useDriver();
  const voice = useHasVoice();
  const global = shortcutNames.filter((name) => shortcuts[name] !== '');
  return (
    <div className="settings-fields settings-wide">
      <p className="muted">{say('keys.hint')}</p>
      {shortcutsFor(driver, voice).map((group) => (
        <Keys
          key={group.title}
          title={say(group.title)}
          rows={group.rows.map(([key, what]) => [key, say(what)] as const)}
        />
      ))}
      {driver.size === 0 || driver.has('floor') ? (
        <Keys
          title={say('wallboard.keys.title')}
          rows={[
            ['/', say('wallboard.keys.filter')],
            ['↑ ↓', say('wallboard.keys.move')],
            ['Enter', say('wallboard.keys.menu')],
            ...floorActions.map(
              (name) => [showKey(actionKeys[name]), say(`wallboard.actions.${name}`).replace('…', '')] as const,
            ),
          ]}
        />
      ) : null}
      {global.length > 0 ? (
        <Keys
          title={say('settings.shortcuts.global')}
          rows={global.map(
            (name) => [showAccelerator(shortcuts[name], false), say(`settings.shortcuts.names.${name}`)] as const,
          )}
        />
      ) : null}
    </div>
  );
}

function Keys(props: { readonly title: string; readonly rows: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <section className="stack" aria-label={props.title}>
      <h3>{props.title}</h3>
      <dl className="key-map">
        {props.rows.map(([key, what]) => (
          <div key={`${key}/${what}`} className="key-row">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
