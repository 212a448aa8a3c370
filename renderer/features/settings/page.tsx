import { type ReactNode, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useDriver, useSelect } from '../../live/hooks';
import { Skeleton } from '../../ui/index';
import '../../ui/page.css';
import { ReportLine } from '../../ui/report';
import { useHasVoice } from '../voice/index';
import { About } from './about';
import { Audio } from './audio';
import { Dialling } from './dialling';
import { General } from './general';
import { KeyboardMap } from './keyboard-map';
import { Notify } from './notify';
import { Platforms } from './platforms';
import { Pop } from './pop';
import { SavingProvider, useSaving } from './saving';
import './settings.css';
import { Shortcuts } from './shortcuts';
import { Thresholds } from './thresholds';
import { WrapUp } from './wrap-up';

const sections = {
  general: General,
  wrapUp: WrapUp,
  dialling: Dialling,
  pop: Pop,
  notify: Notify,
  audio: Audio,
  shortcuts: Shortcuts,
  thresholds: Thresholds,
  platforms: Platforms,
  keys: KeyboardMap,
  about: About,
} as const;
export type SettingsSection = keyof typeof sections;
const names = Object.keys(sections) as readonly SettingsSection[];

/** Everything a person may set. Each change is saved at once and can be undone; what is not valid stays in its box. */
export function SettingsPage(props: { readonly section?: SettingsSection }): ReactNode {
  return (
    <SavingProvider>
      <Sections first={props.section ?? 'general'} />
    </SavingProvider>
  );
}

function Sections(props: { readonly first: SettingsSection }): ReactNode {
  const say = useSay();
  const loaded = useSelect('settings', (settings) => settings !== undefined);
  const [section, setSection] = useState<SettingsSection>(props.first);
  const { reporting, drafts } = useSaving();
  const driver = useDriver();
  // Wrap-up is a pause (docs/decisions/002); while nobody is signed in any platform may come.
  const pauses = driver.size === 0 || driver.has('queue-pause') || driver.has('busy');
  const voice = useHasVoice();
  const shown = names.filter((name) => (name !== 'wrapUp' || pauses) && (name !== 'audio' || voice));
  // Signed out meanwhile, or another platform: its section is gone.
  const at = shown.includes(section) ? section : 'general';
  const Shown = sections[at];
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={say('settings.nav')}>
        <h1>{say('settings.title')}</h1>
        <ul>
          {shown.map((name) => (
            <li key={name}>
              <button
                type="button"
                className="settings-link"
                {...(name === at ? { 'aria-current': 'page' as const } : {})}
                onClick={() => setSection(name)}
              >
                {say(`settings.sections.${name}`)}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <section className="settings-main" aria-label={say(`settings.sections.${at}`)}>
        <h2 className="settings-title">{say(`settings.sections.${at}`)}</h2>
        <ReportLine report={reporting.report} onDismiss={reporting.clear} />
        {reporting.report?.level === 'failed' && drafts.size > 0 ? (
          <p className="field-hint">{say('settings.notSavedHint')}</p>
        ) : null}
        {loaded ? <Shown /> : <Skeleton lines={6} />}
      </section>
    </div>
  );
}
