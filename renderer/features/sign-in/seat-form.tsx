import { Headset, LogIn } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { SignInChoices } from '../../../shared/bridge/contract';
import type { Profile, Session } from '../../../shared/bridge/topics';
import { useErrorText, useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useQuestion } from '../../query/questions';
import {
  Button,
  CheckField,
  ComboField,
  ErrorLine,
  NumberField,
  SelectField,
  Skeleton,
  TextField,
} from '../../ui/index';
import { withReason } from '../seat/chip';
import { busyReason } from '../seat/use-seat-actions';

type Device = SignInChoices['devices'][number];
interface ChosenQueue {
  readonly queue: string;
  readonly penalty: number;
}

/** Who sits down, at which phone, in which queues, in which state. Remembered from the last time. */
export function SeatForm({ profile, session }: { readonly profile: Profile; readonly session: Session }): ReactNode {
  const say = useSay();
  const errorText = useErrorText();
  const needKey = profile.vendor === 'mvb2000' && !profile.hasKey && !profile.builtIn;
  const choices = useQuestion('session.choices', { profileId: profile.id }, { enabled: !needKey });
  const signIn = useCommand('session.signIn');
  const [agent, setAgent] = useState(session.lastAgent);
  const [device, setDevice] = useState(session.lastDevice);
  const [queues, setQueues] = useState<readonly ChosenQueue[]>(session.lastQueues);
  const [initial, setInitial] = useState('ready');
  const typed = isTyped(profile, choices.data);
  const [takeOver, setTakeOver] = useState(false);

  const busy = useMemo(() => inUseBy(choices.data, device, agent), [choices.data, device, agent]);
  const refusedFor = signIn.error?.code === 'in-use' ? signIn.error : null;
  const owner = busy ?? (refusedFor ? ownerOf(refusedFor.params ?? {}) : null);
  // Agreed for one device; another one is asked for anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the device is what resets it
  useEffect(() => setTakeOver(false), [device]);

  /** A person who has a phone of their own is offered it, unless another one was chosen by hand. */
  const chooseAgent = (next: string): void => {
    const phoneOf = (number: string): string =>
      choices.data?.agents.find((row) => row.agent === number.trim())?.device ?? '';
    if (phoneOf(next) && (device.trim() === '' || device === phoneOf(agent))) setDevice(phoneOf(next));
    setAgent(next);
  };
  const ready = agent.trim() !== '' && device.trim() !== '' && (owner === null || takeOver);
  const submit = (): void => {
    if (!ready || signIn.pending) return;
    void signIn.run({
      profileId: profile.id,
      agent: agent.trim(),
      device: device.trim(),
      // What was joined last belongs to another platform when this one has no queues.
      queues: typed ? [] : [...queues],
      initial: initial === 'ready' ? { kind: 'ready' } : { kind: 'pause', reason: Number(initial) },
      takeOver: owner !== null && takeOver,
    });
  };
  const waiting = session.state === 'signing-in' || session.state === 'signing-out';
  return (
    <section className="panel seat-form" aria-label={say('signIn.title')}>
      <header className="panel-head">
        <h2>{say('signIn.title')}</h2>
      </header>
      <form
        className="panel-body seat-form-body"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {needKey ? <p className="error-line">{say('signIn.needKey')}</p> : null}
        {choices.error ? (
          <p className="hint-line" role="status">
            {say('signIn.choicesFailed')} {errorText(choices.error.error)}
          </p>
        ) : null}
        {choices.isLoading ? (
          <Skeleton lines={4} />
        ) : (
          <>
            {typed ? (
              <>
                <p className="muted">{say('signIn.typed')}</p>
                <div className="seat-form-pair">
                  <TextField
                    label={say('signIn.agent')}
                    placeholder={say('signIn.typedAgent')}
                    value={agent}
                    onChange={setAgent}
                    onSubmit={submit}
                    maxLength={32}
                    isRequired
                  />
                  <TextField
                    label={say('signIn.device')}
                    placeholder={say('signIn.typedDevice')}
                    value={device}
                    onChange={setDevice}
                    onSubmit={submit}
                    maxLength={32}
                    isRequired
                  />
                </div>
              </>
            ) : (
              <div className="seat-form-pair">
                <ComboField
                  label={say('signIn.agent')}
                  value={agent}
                  onChange={chooseAgent}
                  placeholder={say('signIn.agentPlaceholder')}
                  isRequired
                  choices={(choices.data?.agents ?? []).map((row) => ({ id: row.agent, label: row.name || row.agent }))}
                />
                <ComboField
                  label={say('signIn.device')}
                  value={device}
                  onChange={setDevice}
                  placeholder={say('signIn.devicePlaceholder')}
                  isRequired
                  choices={(choices.data?.devices ?? []).map((row) => ({
                    id: row.device,
                    label: row.interface,
                    detail: deviceDetail(row, say),
                  }))}
                />
              </div>
            )}
            {profile.voice.address === '' ? null : (
              <p className="voice-here">
                <Headset aria-hidden size={14} />
                {device.trim() === '' ? say('signIn.voiceHereAny') : say('signIn.voiceHere', { device: device.trim() })}
              </p>
            )}
            {owner === null ? null : (
              <div className="take-over">
                <CheckField isChecked={takeOver} onChange={setTakeOver}>
                  {say('signIn.takeOver', { by: owner })}
                </CheckField>
                <p className="muted">{say('signIn.takeOverText')}</p>
              </div>
            )}
            {typed ? null : <QueuePicker rows={choices.data?.queues} chosen={queues} onChange={setQueues} />}
            <SelectField
              label={say('signIn.initial')}
              value={initial}
              onChange={setInitial}
              choices={[
                { id: 'ready', label: say('seat.readyWord') },
                ...(choices.data?.reasons ?? []).map((reason) => ({
                  id: String(reason.code),
                  label: withReason(say('seat.pause'), reason.label),
                })),
                ...(typed && !choices.data?.reasons.length
                  ? [{ id: String(busyReason), label: say('seat.busySwitch') }]
                  : []),
              ]}
            />
          </>
        )}
        <ErrorLine error={signIn.error ?? session.error} />
        <Button
          type="submit"
          size="l"
          variant="primary"
          icon={LogIn}
          pending={signIn.pending || waiting}
          isDisabled={!ready || needKey}
        >
          {say(
            session.state === 'signing-out'
              ? 'signIn.signingOut'
              : waiting || signIn.pending
                ? 'signIn.signingIn'
                : 'signIn.submit',
          )}
        </Button>
      </form>
    </section>
  );
}

function QueuePicker(props: {
  readonly rows: SignInChoices['queues'] | undefined;
  readonly chosen: readonly ChosenQueue[];
  readonly onChange: (chosen: readonly ChosenQueue[]) => void;
}): ReactNode {
  const say = useSay();
  const rows = props.rows ?? props.chosen.map(({ queue }) => ({ queue, name: '' }));
  if (rows.length === 0) return <p className="muted">{say('signIn.noQueues')}</p>;
  return (
    <fieldset className="queue-picker">
      <legend className="field-label">{say('signIn.queues')}</legend>
      <ul>
        {rows.map((row) => {
          const own = props.chosen.find((chosen) => chosen.queue === row.queue);
          return (
            <li key={row.queue} className="row">
              <CheckField
                isChecked={own !== undefined}
                onChange={(on) =>
                  props.onChange(
                    on
                      ? [...props.chosen, { queue: row.queue, penalty: 0 }]
                      : props.chosen.filter((chosen) => chosen.queue !== row.queue),
                  )
                }
              >
                <span className="directory-ext">{row.queue}</span>
                <span className="cut">{row.name}</span>
              </CheckField>
              {own ? (
                <NumberField
                  className="penalty"
                  label={`${row.name || row.queue} ${say('signIn.penalty')}`}
                  hideLabel
                  value={own.penalty}
                  min={0}
                  max={99}
                  onChange={(penalty) =>
                    props.onChange(
                      props.chosen.map((chosen) => (chosen.queue === row.queue ? { ...chosen, penalty } : chosen)),
                    )
                  }
                />
              ) : null}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}

/** A platform that keeps no lists: the person types, and there are no queues to join. */
const isTyped = (profile: Profile, choices: SignInChoices | undefined): boolean =>
  profile.vendor === 'uncall' ||
  (choices !== undefined && choices.agents.length === 0 && choices.devices.length === 0 && choices.queues.length === 0);

const deviceDetail = (row: Device, say: ReturnType<typeof useSay>): string =>
  row.user === '' ? say('signIn.free') : say('signIn.inUse', { by: `${row.user} ${row.userName}`.trim() });

/** Who else sits at this phone; null when it is free or mine. */
function inUseBy(choices: SignInChoices | undefined, device: string, agent: string): string | null {
  const row = choices?.devices.find((candidate) => candidate.device === device.trim());
  if (!row || row.user === '' || row.user === agent.trim()) return null;
  return `${row.user} ${row.userName}`.trim();
}

const ownerOf = (params: Readonly<Record<string, string | number>>): string =>
  [params.by, params.name].filter((part) => part !== undefined && part !== '').join(' ') || '—';
