import { ClipboardPaste, Delete, Grip, History, Phone, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useSeatline } from '../../live/context';
import { useDriver, useSettings } from '../../live/hooks';
import { useQuestion } from '../../query/questions';
import { Button, Dialog, EmptyState, ErrorLine, IconButton, Skeleton, TextField } from '../../ui/index';
import { spaced } from '../calls/model';
import { useIntent } from '../keyboard/intents';
import { Candidates } from './candidates';
import './dial.css';
import { DirectoryRow } from './directory-list';
import { PadKeys } from './pad-keys';
import { useDialler } from './use-dialler';
import { useDirectory } from './use-directory';

/** The dial box with everything below it: pad, recent numbers, colleagues. `onDone` after a call was started. */
export function DialPanel(props: {
  readonly onDone?: () => void;
  readonly autoFocus?: boolean;
  /** Pad open from the start. */
  readonly pad?: boolean;
}): ReactNode {
  const say = useSay();
  const { clock } = useSeatline();
  const input = useRef<HTMLInputElement>(null);
  const focus = useIntent('dialFocus');
  const offered = useIntent('dialText');
  const [text, setText] = useState('');
  const directory = useDriver().has('extensions');
  // Without colleagues to choose from the keys are what is left to offer.
  const [pad, setPad] = useState(props.pad ?? !directory);
  const dialler = useDialler();
  const settled = useSettled(text, 180);
  const isNumber = /^[\d+*#()\-\s.]{2,}$/.test(settled);
  const read = useQuestion('dial.read', { text: settled }, { enabled: isNumber, fresh: 60_000 });
  const [candidate] = isNumber ? (read.data?.candidates ?? []) : [];

  useEffect(() => {
    if (focus === 0) return undefined;
    if (offered !== '') setText(offered);
    // After the panel that asked has closed and given its focus back.
    return clock.after(30, () => {
      input.current?.focus();
      input.current?.select();
    });
  }, [focus, offered, clock]);

  const done = (started: boolean): void => {
    if (!started) return;
    setText('');
    props.onDone?.();
  };
  const change = (value: string): void => {
    setText(value);
    if (dialler.error) dialler.clear();
  };
  return (
    <div className="dial">
      <div className="dial-row">
        <TextField
          className="grow dial-field"
          label={say('dial.number')}
          hideLabel
          value={text}
          onChange={change}
          placeholder={say(directory ? 'dial.placeholder' : 'dial.placeholderPlain')}
          type="text"
          inputRef={input}
          autoFocus={props.autoFocus ?? false}
          onSubmit={() => {
            if (text.trim() !== '') void dialler.dialText(text).then(done);
          }}
          after={
            text === '' ? null : (
              <IconButton
                className="dial-clear"
                icon={X}
                size="s"
                label={say('dial.clear')}
                onPress={() => change('')}
              />
            )
          }
        />
        <Button
          icon={Phone}
          variant="answer"
          pending={dialler.pending}
          isDisabled={text.trim() === ''}
          onPress={() => void dialler.dialText(text).then(done)}
        >
          {say('dial.call')}
        </Button>
        <IconButton icon={Grip} label={say('dial.pad')} isPressed={pad} onPress={() => setPad(!pad)} />
      </div>
      {candidate && candidate.dial !== text.trim() ? (
        <p className="dial-will muted">
          {[say('dial.dialWill', { dial: candidate.dial }), say(`dial.kind.${candidate.kind}`), candidate.region]
            .filter(Boolean)
            .join(' · ')}
        </p>
      ) : null}
      <ErrorLine error={dialler.error} onDismiss={dialler.clear} />
      {pad ? (
        <div className="dial-pad">
          <PadKeys onKey={(key) => change(text + key)} />
          <div className="row dial-pad-tools">
            <Button
              size="s"
              variant="quiet"
              icon={ClipboardPaste}
              onPress={() => {
                navigator.clipboard?.readText().then(
                  (pasted) => change(pasted.trim().slice(0, 200)),
                  () => input.current?.focus(),
                );
              }}
            >
              {say('dial.paste')}
            </Button>
            <Button size="s" variant="quiet" icon={Delete} onPress={() => change(text.slice(0, -1))}>
              {say('dial.deleteLast')}
            </Button>
          </div>
        </div>
      ) : null}
      <Found
        text={text}
        pending={dialler.pending}
        onCall={(extension) => void dialler.dialExtension(extension).then(done)}
        onPick={change}
      />
      <Dialog
        isOpen={dialler.choices !== null}
        onClose={dialler.closeChoices}
        title={say('dial.requestChoose')}
        size="s"
      >
        <Candidates
          autoFocus
          candidates={dialler.choices ?? []}
          pending={dialler.pending}
          onChoose={(chosen) => void dialler.dialCandidate(chosen).then(done)}
        />
      </Dialog>
    </div>
  );
}

function Found(props: {
  readonly text: string;
  readonly pending: boolean;
  readonly onCall: (extension: string) => void;
  readonly onPick: (number: string) => void;
}): ReactNode {
  const say = useSay();
  const { recentNumbers } = useSettings();
  const driver = useDriver();
  const { rows } = useDirectory(props.text, 60);
  return (
    <div className="dial-found">
      {props.text === '' && recentNumbers.length > 0 ? (
        <section aria-label={say('dial.recent')}>
          <h3 className="dial-heading">{say('dial.recent')}</h3>
          <ul className="recent">
            {recentNumbers.slice(0, 6).map((number) => (
              <li key={number}>
                <Button size="s" icon={History} variant="quiet" onPress={() => props.onPick(number)}>
                  {spaced(number)}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {driver.has('extensions') ? (
        <section aria-label={say('dial.colleagues')}>
          <h3 className="dial-heading">{say('dial.colleagues')}</h3>
          {rows === undefined ? (
            <Skeleton lines={4} />
          ) : rows.length === 0 ? (
            <EmptyState icon={Phone} title={say('dial.noColleague')} />
          ) : (
            <ul>
              {rows.map((row) => (
                <DirectoryRow key={row.extension} row={row} pending={props.pending} onCall={props.onCall} />
              ))}
            </ul>
          )}
        </section>
      ) : null}
    </div>
  );
}

/** The value once it has stood still for `ms`. */
function useSettled(value: string, ms: number): string {
  const { clock } = useSeatline();
  const [settled, setSettled] = useState(value);
  useEffect(() => clock.after(ms, () => setSettled(value)), [value, ms, clock]);
  return settled;
}
