import { field } from '../ami/port';
import type { ExchangeFacts } from '../commands/facts';
import { may } from '../commands/facts';
import { Sender } from '../commands/sender';
import { type AsteriskSetup, type Parts, plainFamilies, type Service } from '../parts';
import type { Finding } from './findings';
import * as lines from './lines';

/** What only a person who asks wants to wait for: it reads the whole dialplan and looks at the machine itself. */
export async function thoroughFindings(
  parts: Parts,
  facts: ExchangeFacts,
  readable: (place: string) => boolean,
): Promise<readonly Finding[]> {
  const sender = new Sender(parts);
  const command = async (text: string): Promise<readonly string[] | null> => {
    if (!may(facts, 'Command')) return null;
    const { ok, output } = await sender.ask('Command', { Command: text });
    return ok ? output : null;
  };
  return [
    music(await command('moh show classes')),
    await hints(parts),
    await queueCount(parts),
    await dialplanLooks(parts),
    voice(await command('http show status'), await command('pjsip show transports')),
    ...unreadable(parts.setup, readable),
  ];
}

function music(output: readonly string[] | null): Finding {
  if (output === null) return { feature: 'music', state: 'unknown', why: notAsked, cure: '' };
  const names = output.flatMap((line) => /^Class:\s*(\S+)/.exec(line)?.[1] ?? []);
  if (names.length > 0) return { feature: 'music', state: 'works', why: same(names.join(', ')), cure: '' };
  const why = {
    en: 'there is no class of hold music: whoever is held hears nothing',
    zh: '没有等待音乐，保持时对方听不到声音',
  };
  return { feature: 'music', state: 'missing', why, cure: lines.musicLines };
}

async function hints({ ami, setup }: Parts): Promise<Finding> {
  const list = await ami.list('ExtensionStateList').catch(() => null);
  if (list === null) return { feature: 'hints', state: 'unknown', why: notAsked, cure: '' };
  const own = list.filter(
    (row) => field(row, 'Context') === setup.hintContext && !field(row, 'Hint').startsWith('park:'),
  );
  if (own.length > 0) return { feature: 'hints', state: 'works', why: same(`${own.length}`), cure: '' };
  const elsewhere = [...new Set(list.map((row) => field(row, 'Context')))].join(', ');
  return {
    feature: 'hints',
    state: 'partly',
    why: {
      en: `no hints in ${setup.hintContext || 'any context'}${elsewhere && `, but in ${elsewhere}`} (--asterisk-hints): states come from the devices, without do-not-disturb`,
      zh: `${setup.hintContext || '任何上下文'} 中没有 hint${elsewhere && `，但 ${elsewhere} 中有`}（--asterisk-hints）：状态仅取自设备，不含免打扰`,
    },
    cure: lines.hintLines(setup),
  };
}

async function queueCount({ ami }: Parts): Promise<Finding> {
  const queues = await ami.list('QueueSummary').catch(() => null);
  if (queues === null) return { feature: 'queues', state: 'unknown', why: notAsked, cure: '' };
  const names = queues.map((row) => field(row, 'Queue')).filter((name) => name !== '');
  if (names.length > 0) return { feature: 'queues', state: 'works', why: same(names.join(', ')), cure: '' };
  return {
    feature: 'queues',
    state: 'partly',
    why: { en: 'there is no queue yet', zh: '尚无队列' },
    cure: ['; queues.conf', '[90]', 'strategy = ringall', 'timeout = 20', 'retry = 1', 'eventwhencalled = yes'].join(
      '\n',
    ),
  };
}

/** Whether the dialplan ever looks at what this platform writes into AstDB. */
async function dialplanLooks({ ami, setup }: Parts): Promise<Finding> {
  const steps = await ami.list('ShowDialPlan').catch(() => null);
  if (steps === null) return { feature: 'services', state: 'unknown', why: notAsked, cure: '' };
  const text = steps.map((row) => field(row, 'AppData')).join('\n');
  const families = setup.families ?? plainFamilies;
  const asked: readonly Service[] = ['dnd', 'CF', 'CFB', 'CFU'];
  const unread = asked.filter((service) => !new RegExp(`DB(?:_EXISTS)?\\(${escaped(families[service])}/`).test(text));
  if (unread.length === 0) return { feature: 'services', state: 'works', why: same(''), cure: '' };
  const names = unread.map((service) => families[service]).join(', ');
  return {
    feature: 'services',
    state: 'partly',
    why: {
      en: `they are stored, and no step of the dialplan looks at ${names}`,
      zh: `设置已保存，但拨号方案没有读取 ${names}`,
    },
    cure: lines.serviceLines(setup),
  };
}

function voice(http: readonly string[] | null, transports: readonly string[] | null): Finding {
  if (http === null) return { feature: 'voice', state: 'unknown', why: notAsked, cure: '' };
  const text = http.join('\n');
  const [plain, secure] = [
    /^(?:HTTP )?Server Enabled and Bound to (\S+)/m,
    /^HTTPS Server Enabled and Bound to (\S+)/m,
  ].map((pattern) => pattern.exec(text)?.[1]);
  const websocket = /^\/ws\b/m.test(text);
  if ((plain || secure) && websocket) {
    const where = [secure && `wss://${secure}/ws`, plain && `ws://${plain}/ws`].filter(Boolean).join(', ');
    if (secure || /^(?:127\.|\[?::1)/.test(plain ?? '')) {
      const pjsip = transports === null || transports.some((line) => /\bwss?\b/.test(line));
      if (pjsip) return { feature: 'voice', state: 'works', why: same(where), cure: '' };
      return {
        feature: 'voice',
        state: 'missing',
        why: { en: 'chan_pjsip has no transport ws', zh: 'chan_pjsip 没有 ws 传输' },
        cure: lines.transportLines,
      };
    }
    return {
      feature: 'voice',
      state: 'partly',
      why: {
        en: `without encryption (${where}): a page may use its microphone only over wss`,
        zh: `未加密（${where}）：浏览器仅允许在 wss 下使用麦克风`,
      },
      cure: lines.httpLines,
    };
  }
  return {
    feature: 'voice',
    state: 'missing',
    why: { en: 'the web server of the exchange, or its WebSocket, is off', zh: '交换机的网页服务或 WebSocket 未开启' },
    cure: [lines.httpLines, lines.moduleLines('res_http_websocket')].join('\n'),
  };
}

/** Places that are named and cannot be read on this machine. */
function unreadable(setup: AsteriskSetup, readable: (place: string) => boolean): readonly Finding[] {
  const places = [
    ['recordings', setup.recordings],
    ['voicemail', setup.voicemail ?? ''],
    ['past', setup.queueLog ?? ''],
    ['past', setup.callRecords ?? ''],
  ] as const;
  return places.flatMap(([feature, place]) =>
    place === '' || readable(place)
      ? []
      : [
          {
            feature,
            state: 'missing',
            why: { en: `${place} cannot be read here`, zh: `无法读取 ${place}` },
            cure: '',
          } as const,
        ],
  );
}

const notAsked = { en: 'could not be asked', zh: '无法查询' };
const same = (text: string) => ({ en: text || 'ready', zh: text || '正常' });
const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');
