import { Headphones } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useDriver, useTopic } from '../../live/hooks';
import { Button, ErrorLine, TextField } from '../../ui/index';
import '../../ui/page.css';
import { ReportLine, useReport } from '../../ui/report';
import './listen.css';
import { modeIcons, modesOf, type SuperviseMode } from './modes';

/**
 * Into the call of an extension that a supervisor types, on a platform that shows no floor to choose from. Each way says
 * who will hear whom, because the difference cannot be taken back once somebody has spoken.
 */
export function ListenPage(): ReactNode {
  const say = useSay();
  const modes = modesOf(useDriver());
  const own = useTopic('seat')?.device ?? '';
  const [extension, setExtension] = useState('');
  const [chosen, setChosen] = useState<SuperviseMode>('monitor');
  const mode = modes.includes(chosen) ? chosen : modes[0];
  const number = extension.trim();
  const supervise = useCommand('member.supervise', number);
  const { report, done, clear } = useReport();
  const wrong =
    number === ''
      ? null
      : number === own
        ? 'listen.myself'
        : /^[\w.@/-]{1,32}$/.test(number)
          ? null
          : 'listen.noExtension';
  const start = async (): Promise<void> => {
    if (mode === undefined || number === '' || wrong !== null || supervise.pending) return;
    clear();
    const result = await supervise.run({ interface: number, mode });
    if (result.ok) done(say('listen.started', { mode: say(`listen.mode.${mode}`), extension: number }));
  };
  return (
    <div className="listen-page">
      <section className="panel listen" aria-label={say('listen.title')}>
        <header className="panel-head">
          <Headphones aria-hidden size={15} />
          <h2>{say('listen.title')}</h2>
        </header>
        <form
          className="panel-body listen-body"
          onSubmit={(event) => {
            event.preventDefault();
            void start();
          }}
        >
          <TextField
            label={say('listen.extension')}
            placeholder={say('listen.extensionPlaceholder')}
            value={extension}
            onChange={setExtension}
            error={wrong === null ? null : say(wrong)}
            maxLength={32}
          />
          <fieldset className="listen-modes">
            <legend className="field-label">{say('listen.how')}</legend>
            {modes.map((one) => {
              const Icon = modeIcons[one];
              return (
                <label key={one} className={`listen-mode ${one === mode ? 'is-chosen' : ''}`}>
                  <input type="radio" name="listen-mode" checked={one === mode} onChange={() => setChosen(one)} />
                  <Icon aria-hidden size={16} />
                  <span className="grow">
                    <strong>{say(`listen.mode.${one}`)}</strong>
                    <span className="listen-who">{say(`listen.who.${one}`)}</span>
                  </span>
                </label>
              );
            })}
          </fieldset>
          <p className="muted">{say('listen.phoneFirst')}</p>
          <ErrorLine error={supervise.error} onDismiss={supervise.clear} />
          <ReportLine report={report} onDismiss={clear} />
          <div>
            <Button
              type="submit"
              variant="primary"
              icon={Headphones}
              pending={supervise.pending}
              isDisabled={number === '' || wrong !== null}
            >
              {say('listen.start')}
            </Button>
          </div>
        </form>
      </section>
    </div>
  );
}
