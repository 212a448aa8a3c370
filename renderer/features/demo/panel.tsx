import {
  BellRing,
  CloudOff,
  FlaskConical,
  Hourglass,
  Layers,
  type LucideIcon,
  Phone,
  PhoneCall,
  PhoneIncoming,
  PhoneOff,
  PhoneOutgoing,
  RotateCcw,
  RotateCw,
  Users,
} from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useSay, type WordKey } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSelect, useTopic } from '../../live/hooks';
import { useQuestion } from '../../query/questions';
import { Button, EmptyState, ErrorState, SelectField, Skeleton, TextField } from '../../ui/index';
import '../../ui/page.css';
import { ReportLine, useReport } from '../../ui/report';
import './demo.css';
import {
  type DelayName,
  type DemoAct,
  delays,
  demoActs,
  isCallerNumber,
  type OutsideKind,
  offlineSeconds,
  outsideKinds,
  restartSeconds,
  slowSeconds,
} from './verb';

/** How often the phones and queues of the built-in platform are looked at while the panel is open. */
const lookMs = 1_500;

/** Makes things happen on the built-in platform. Each button says what it will do; what came of it is reported. */
export function DemoPanel(): ReactNode {
  const say = useSay();
  const demo = useSelect('host', (host) => host?.demo ?? false);
  if (!demo) return <EmptyState icon={FlaskConical} title={say('demo.absent')} />;
  return <Panel />;
}

function Panel(): ReactNode {
  const say = useSay();
  const state = useQuestion('demo.state', {}, { every: lookMs, keep: true });
  const device = useTopic('seat')?.device ?? '';
  const { run } = useCommand('demo.act');
  const { report, done, failed, clear } = useReport();
  const [from, setFrom] = useState('');
  const [queue, setQueue] = useState<string | null>(null);
  const [colleague, setColleague] = useState<string | null>(null);
  const [outside, setOutside] = useState<OutsideKind>('answers');
  const [delay, setDelay] = useState<DelayName>('short');
  const [busy, setBusy] = useState<string | null>(null);

  const badFrom = isCallerNumber(from) ? null : say('demo.fields.fromBad');
  const act = async (id: string, what: WordKey, { verb, args }: DemoAct): Promise<void> => {
    setBusy(id);
    const result = await run({ verb, args });
    setBusy(null);
    if (result.ok) done(say('demo.result.done', { what: say(what) }));
    else failed(result.error);
    void state.refetch();
  };

  if (state.isPending) return <Skeleton lines={8} />;
  if (!state.data) {
    return state.error ? (
      <ErrorState error={state.error.error} onRetry={() => void state.refetch()} />
    ) : (
      <Skeleton lines={8} />
    );
  }
  const { phones, queues, verbs } = state.data;
  const mine = phones.find((phone) => phone.device === device);
  const others = phones.filter((phone) => phone.device !== device);
  const chosenQueue = queues.some((one) => one.queue === queue) ? queue : (queues[0]?.queue ?? null);
  const chosenColleague = others.some((one) => one.device === colleague) ? colleague : (others[0]?.device ?? null);
  const unsupported = (verb: string): string | null => (verbs.includes(verb) ? null : say('demo.unsupported'));
  const needsDevice = device === '' ? say('demo.noDevice') : null;

  const button = (
    id: keyof typeof texts,
    icon: LucideIcon,
    made: DemoAct | null,
    unavailable: string | null = null,
    danger = false,
  ): ReactNode => (
    <Act
      label={say(`demo.verbs.${id}.label`)}
      will={say(`demo.verbs.${id}.will`, { slow: slowSeconds, offline: offlineSeconds, restart: restartSeconds })}
      icon={icon}
      danger={danger}
      pending={busy === id}
      unavailable={unsupported(texts[id]) ?? unavailable}
      onPress={() => {
        if (made) void act(id, `demo.verbs.${id}.label`, made);
      }}
    />
  );

  return (
    <div className="demo">
      <header className="page-bar">
        <h1>{say('demo.title')}</h1>
      </header>
      <p className="demo-plain">
        <FlaskConical aria-hidden size={15} /> {say('demo.plain')}
      </p>
      <ReportLine report={report} onDismiss={clear} />

      <Group title={say('demo.groups.phone')}>
        <p className="demo-phone" role="status">
          <Phone aria-hidden size={16} />
          {mine ? (
            <>
              <b>
                {say('demo.phoneState', {
                  device: mine.device,
                  state: isPhoneState(mine.state) ? say(`demo.phoneStates.${mine.state}`) : mine.state,
                })}
              </b>
              {mine.caller ? <span className="muted">{say('demo.phoneCaller', { caller: mine.caller })}</span> : null}
            </>
          ) : (
            <span className="muted">{say('demo.noDevice')}</span>
          )}
        </p>
        {button('answer', PhoneCall, demoActs.answer(device), needsDevice)}
        {button('reject', PhoneOff, demoActs.reject(device), needsDevice)}
        {button('hangUp', PhoneOff, demoActs.hangUp(device), needsDevice)}
      </Group>

      <Group title={say('demo.groups.calls')}>
        <TextField
          label={say('demo.fields.from')}
          hint={say('demo.fields.fromHint')}
          value={from}
          onChange={setFrom}
          error={badFrom}
          maxLength={40}
          type="tel"
        />
        <SelectField
          label={say('demo.fields.queue')}
          value={chosenQueue}
          onChange={setQueue}
          placeholder={say('demo.fields.noQueue')}
          choices={queues.map((one) => ({
            id: one.queue,
            label: say('demo.fields.queueWaiting', { name: one.name, queue: one.queue, n: one.waiting }),
          }))}
        />
        {button('ringMe', BellRing, demoActs.ringMe(device, from), needsDevice ?? badFrom)}
        {button(
          'ringQueue',
          Layers,
          chosenQueue === null ? null : demoActs.ringQueue(chosenQueue, from),
          chosenQueue === null ? say('demo.fields.noQueue') : badFrom,
        )}
        {button('callerHangsUp', PhoneOff, demoActs.callerHangsUp(device), needsDevice)}
      </Group>

      <Group title={say('demo.groups.colleague')}>
        <SelectField
          label={say('demo.fields.device')}
          value={chosenColleague}
          onChange={setColleague}
          placeholder={say('demo.fields.noColleague')}
          choices={others.map((phone) => ({
            id: phone.device,
            label: phone.device,
            detail: isPhoneState(phone.state) ? say(`demo.phoneStates.${phone.state}`) : phone.state,
          }))}
        />
        {button(
          'ringColleague',
          BellRing,
          chosenColleague === null ? null : demoActs.ringColleague(chosenColleague, from),
          chosenColleague === null ? say('demo.fields.noColleague') : badFrom,
        )}
        {button('colleagueRings', Users, demoActs.colleagueRings(device), needsDevice)}
      </Group>

      <Group title={say('demo.groups.outside')}>
        <SelectField
          label={say('demo.fields.outside')}
          value={outside}
          onChange={(kind) => setOutside(outsideKinds.find((one) => one === kind) ?? 'answers')}
          choices={outsideKinds.map((id) => ({ id, label: say(`demo.outsides.${id}`) }))}
        />
        {button('outside', PhoneOutgoing, demoActs.outside(outside))}
      </Group>

      <Group title={say('demo.groups.faults')}>
        <SelectField
          label={say('demo.fields.delay')}
          value={delay}
          onChange={(name) => setDelay(isDelay(name) ? name : 'short')}
          choices={(Object.keys(delays) as readonly DelayName[]).map((id) => ({ id, label: say(`demo.delays.${id}`) }))}
        />
        {button('slow', Hourglass, demoActs.slow(delay))}
        {button('offline', CloudOff, demoActs.offline())}
        {button('restartKeep', RotateCw, demoActs.restart(true))}
        {button('restartLose', RotateCcw, demoActs.restart(false), null, true)}
      </Group>

      <Phones phones={others} />
    </div>
  );
}

/** Which verb of the platform a button needs. */
const texts = {
  ringMe: 'ringMe',
  ringQueue: 'ringQueue',
  callerHangsUp: 'callerHangsUp',
  answer: 'answer',
  reject: 'reject',
  hangUp: 'hangUp',
  ringColleague: 'ringMe',
  colleagueRings: 'colleagueRings',
  outside: 'outside',
  slow: 'slow',
  offline: 'offline',
  restartKeep: 'restart',
  restartLose: 'restart',
} as const;

const phoneStates = ['idle', 'ringing', 'talking', 'busy', 'unreachable'] as const;
const isPhoneState = (state: string): state is (typeof phoneStates)[number] =>
  (phoneStates as readonly string[]).includes(state);
const isDelay = (name: string): name is DelayName => Object.hasOwn(delays, name);

function Group(props: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className="panel demo-group" aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{props.title}</h2>
      </header>
      <div className="panel-body demo-body">{props.children}</div>
    </section>
  );
}

function Act(props: {
  readonly label: string;
  readonly will: string;
  readonly icon: LucideIcon;
  readonly danger: boolean;
  readonly pending: boolean;
  readonly unavailable: string | null;
  readonly onPress: () => void;
}): ReactNode {
  return (
    <div className="demo-act">
      <Button
        icon={props.icon}
        variant={props.danger ? 'danger' : 'plain'}
        pending={props.pending}
        unavailable={props.unavailable}
        onPress={props.onPress}
      >
        {props.label}
      </Button>
      <p className="demo-will">{props.unavailable ?? props.will}</p>
    </div>
  );
}

function Phones(props: {
  readonly phones: readonly { readonly device: string; readonly state: string; readonly caller: string }[];
}): ReactNode {
  const say = useSay();
  const busy = props.phones.filter((phone) => phone.state !== 'idle');
  if (busy.length === 0) return null;
  return (
    <ul className="demo-phones">
      {busy.map((phone) => (
        <li key={phone.device}>
          <PhoneIncoming aria-hidden size={13} />{' '}
          {say('demo.phoneState', {
            device: phone.device,
            state: isPhoneState(phone.state) ? say(`demo.phoneStates.${phone.state}`) : phone.state,
          })}{' '}
          {phone.caller ? <span className="muted">{say('demo.phoneCaller', { caller: phone.caller })}</span> : null}
        </li>
      ))}
    </ul>
  );
}
