import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { driverCapabilities, hostCapabilities } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { useTopic } from '../../live/hooks';
import { Skeleton } from '../../ui/index';

export function About(): ReactNode {
  const say = useSay();
  const host = useTopic('host');
  const session = useTopic('session');
  if (!host) return <Skeleton lines={4} />;
  const connected = session?.state === 'signed-in';
  const driver = new Set(host.driver);
  const can = new Set(host.capabilities);
  return (
    <div className="settings-fields settings-wide">
      <dl className="about">
        <dt>{say('settings.about.version')}</dt>
        <dd>
          {say('settings.about.product')} {host.version}
        </dd>
        <dt>{say('settings.about.edition')}</dt>
        <dd>{say(`settings.about.editions.${host.edition}`)}</dd>
        <dt>{say('settings.about.platform')}</dt>
        <dd>{(connected && session.platformName) || say('settings.about.notConnected')}</dd>
        <dt>{say('settings.about.platformVersion')}</dt>
        <dd>{(connected && session.platformVersion) || '—'}</dd>
      </dl>
      <Abilities
        title={say('settings.about.hostCan')}
        entries={hostCapabilities.map((name) => ({ label: say(`settings.about.host.${name}`), on: can.has(name) }))}
      />
      <Abilities
        title={say('settings.about.driverCan')}
        entries={driverCapabilities.map((name) => ({
          label: say(`settings.about.driver.${name}`),
          on: driver.has(name),
        }))}
      />
    </div>
  );
}

function Abilities(props: {
  readonly title: string;
  readonly entries: readonly { readonly label: string; readonly on: boolean }[];
}): ReactNode {
  const say = useSay();
  return (
    <section aria-label={props.title} className="stack">
      <h3>{props.title}</h3>
      <ul className="abilities">
        {props.entries.map(({ label, on }) => (
          <li key={label} className={on ? '' : 'muted'}>
            {on ? (
              <Check size={14} className="ability-on" aria-label={say('settings.about.can')} />
            ) : (
              <Minus size={14} aria-label={say('settings.about.cannot')} />
            )}
            {label}
          </li>
        ))}
      </ul>
    </section>
  );
}
