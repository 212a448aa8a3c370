import type { Sentence } from '../../../usage';
import { type ExchangeFacts, hasModule, holdFeature, may } from '../commands/facts';
import type { AsteriskSetup } from '../parts';
import * as lines from './lines';

/**
 * `works`; `noted`: works, and something about it should be known; `partly`: works worse than it could; `missing`;
 * `unknown`: could not be asked.
 */
export type State = 'works' | 'noted' | 'partly' | 'missing' | 'unknown';

export interface Finding {
  readonly feature: Feature;
  readonly state: State;
  /** What was found, or why it does not work. */
  readonly why: Sentence;
  /** Lines that would enable it; empty = nothing to write. */
  readonly cure: string;
}

export const features = {
  rights: { en: 'Manager user', zh: '管理接口用户' },
  dialplan: { en: 'Dialplan', zh: '拨号方案' },
  calls: { en: 'Calls by command', zh: '点击呼叫' },
  answer: { en: 'Answer by command', zh: '远程接听' },
  hold: { en: 'Hold', zh: '通话保持' },
  transfer: { en: 'Transfer', zh: '盲转' },
  consult: { en: 'Consultation', zh: '咨询转接' },
  park: { en: 'Parking', zh: '通话驻留' },
  pickup: { en: 'Pick-up', zh: '代接' },
  supervise: { en: 'Listen, whisper, barge', zh: '监听、耳语、强插' },
  conference: { en: 'Conference', zh: '会议' },
  queues: { en: 'Queues', zh: '队列' },
  withdraw: { en: 'Withdraw a caller', zh: '撤回来电' },
  services: { en: 'Do-not-disturb, forwarding', zh: '免打扰与呼叫转移' },
  barred: { en: 'Outgoing bar', zh: '呼出限制' },
  rating: { en: 'Satisfaction survey', zh: '满意度评价' },
  records: { en: 'Call records', zh: '通话记录' },
  recordings: { en: 'Recordings', zh: '录音' },
  voicemail: { en: 'Voicemail', zh: '语音留言' },
  past: { en: 'What nobody heard', zh: '离线期间的记录' },
  music: { en: 'Hold music', zh: '等待音乐' },
  hints: { en: 'States of telephones', zh: '分机状态' },
  zone: { en: 'Clock', zh: '时区' },
  voice: { en: 'Voice in the app (WebRTC)', zh: '软电话（WebRTC）' },
} as const satisfies Readonly<Record<string, Sentence>>;
export type Feature = keyof typeof features;

const fine: Sentence = { en: 'ready', zh: '正常' };

/** What the facts of an exchange mean for the features of this platform. */
export function findingsOf(facts: ExchangeFacts, setup: AsteriskSetup): readonly Finding[] {
  return [
    rights(facts, setup),
    dialplan(facts, setup),
    ...simple(facts),
    hold(facts, setup),
    consult(facts, setup),
    park(facts, setup),
    withdraw(facts),
    answer(facts),
    services(facts, setup),
    barred(setup),
    rating(facts, setup),
    records(facts),
    recordings(setup),
    voicemail(setup),
    past(setup),
    zone(facts, setup),
  ];
}

const found = (feature: Feature, state: State, why: Sentence, cure = ''): Finding => ({ feature, state, why, cure });
const works = (feature: Feature): Finding => found(feature, 'works', fine);

/** An action of each right: what is not listed may not be sent. */
const byRight = {
  system: 'DBPut',
  call: 'Redirect',
  agent: 'QueueAdd',
  originate: 'Originate',
  reporting: 'CoreShowChannels',
} as const;

function rights(facts: ExchangeFacts, { user }: AsteriskSetup): Finding {
  const lacking = Object.entries(byRight).flatMap(([right, action]) => (may(facts, action) ? [] : [right]));
  const unread = lines.rights.read.filter((right) => facts.reads && !facts.reads.has(right) && !facts.reads.has('all'));
  if (lacking.length === 0 && unread.length === 0) {
    if (facts.actions !== null && facts.applicationMap !== null) return works('rights');
    return found(
      'rights',
      'partly',
      {
        en: 'the user lacks write=command: what the exchange has in its feature map and which events it sends stays unknown',
        zh: '该用户缺少 write=command 权限：无法得知功能键与事件权限',
      },
      lines.managerLines(user),
    );
  }
  const list = [...lacking.map((right) => `write=${right}`), ...unread.map((right) => `read=${right}`)].join(', ');
  return found(
    'rights',
    'missing',
    { en: `the user lacks ${list}`, zh: `该用户缺少权限：${list}` },
    lines.managerLines(user),
  );
}

function dialplan({ lines: has }: ExchangeFacts, setup: AsteriskSetup): Finding {
  if (!has.context) {
    return found('dialplan', 'missing', {
      en: `there is no context ${setup.context}: name the one in which telephones dial (--asterisk-context)`,
      zh: `没有上下文 ${setup.context}：请用 --asterisk-context 指定分机拨号所在的上下文`,
    });
  }
  return works('dialplan');
}

function simple(facts: ExchangeFacts): readonly Finding[] {
  const need = (feature: Feature, action: string, module: string, cure: string): Finding => {
    if (!may(facts, action)) {
      return found(feature, 'missing', {
        en: `the exchange or its user lacks the action ${action}`,
        zh: `交换机或该用户缺少动作 ${action}`,
      });
    }
    if (module !== '' && !hasModule(facts, module)) {
      return found(feature, 'missing', { en: `${module} is not loaded`, zh: `未加载 ${module}` }, cure);
    }
    return works(feature);
  };
  return [
    need('calls', 'Originate', '', ''),
    need('transfer', 'BlindTransfer', '', ''),
    need('pickup', 'Originate', 'app_directed_pickup', lines.moduleLines('app_directed_pickup')),
    need('supervise', 'Originate', 'app_chanspy', lines.moduleLines('app_chanspy')),
    need('conference', 'ConfbridgeMute', 'app_confbridge', lines.moduleLines('app_confbridge')),
    need('queues', 'QueueAdd', 'app_queue', lines.moduleLines('app_queue')),
  ];
}

function hold(facts: ExchangeFacts, setup: AsteriskSetup): Finding {
  const feature = holdFeature(facts, setup);
  const everywhere = feature !== null && [feature.on, feature.off].every((name) => facts.globalFeatures.includes(name));
  const silent = may(facts, 'MuteAudio') && hasModule(facts, 'res_mutestream');
  const cure = [lines.featureLines(setup), lines.globalLines].join('\n');
  if (feature && everywhere && silent) return works('hold');
  if (feature && everywhere) {
    return found(
      'hold',
      'partly',
      {
        en: 'the agent goes on hearing the caller: res_mutestream or the right to it is missing',
        zh: '保持期间坐席仍能听到来电者：缺少 res_mutestream 模块或相应权限',
      },
      lines.moduleLines('res_mutestream'),
    );
  }
  if (feature && facts.lines.hold) {
    return found(
      'hold',
      'partly',
      {
        en: 'only calls whose dialplan sets DYNAMIC_FEATURES keep their queue account; others are taken apart',
        zh: '仅在拨号方案设置了 DYNAMIC_FEATURES 的通话中保持不影响队列统计，其他通话会被拆开',
      },
      lines.globalLines,
    );
  }
  if (facts.lines.hold) {
    return found(
      'hold',
      'partly',
      {
        en: 'a held queue call is taken apart: the queue counts it as over, its recording ends',
        zh: '保持队列通话时会拆开通话：队列视其为结束，录音也会中断',
      },
      cure,
    );
  }
  const why = feature
    ? {
        en: 'only calls whose dialplan sets DYNAMIC_FEATURES can be held',
        zh: '仅拨号方案设置了 DYNAMIC_FEATURES 的通话可以保持',
      }
    : {
        en: 'there is neither the feature nor the extension for it',
        zh: '既没有对应的功能键，也没有对应的分机',
      };
  return found('hold', feature ? 'partly' : 'missing', why, [cure, lines.holdLines(setup)].join('\n'));
}

function consult(facts: ExchangeFacts, setup: AsteriskSetup): Finding {
  if (!may(facts, 'Atxfer') || !facts.features.has('atxfer')) {
    return found(
      'consult',
      'missing',
      { en: 'no keys are set for an attended transfer', zh: '未设置咨询转接功能键' },
      lines.consultLines,
    );
  }
  if (facts.lines.transfer) return works('consult');
  return found(
    'consult',
    'partly',
    {
      en: 'no context of its own: pressed digit by digit, a number may stop at a shorter one',
      zh: '没有专用上下文：逐位拨号时可能误接到较短的号码',
    },
    lines.transferLines(setup),
  );
}

function park(facts: ExchangeFacts, setup: AsteriskSetup): Finding {
  if (!hasModule(facts, 'res_parking') || facts.slots.length === 0 || !may(facts, 'Park')) {
    return found('park', 'missing', { en: 'there is no parking lot', zh: '没有驻留区' }, lines.parkLines(setup));
  }
  if (facts.parkContext) return works('park');
  return found(
    'park',
    'partly',
    {
      en: `calls can be parked, but there is no context ${setup.parkContext} to take them from (--asterisk-park)`,
      zh: `可以驻留，但没有用于取回的上下文 ${setup.parkContext}（--asterisk-park）`,
    },
    lines.parkLines(setup),
  );
}

function withdraw(facts: ExchangeFacts): Finding {
  if (facts.actions === null || facts.actions.has('QueueWithdrawCaller')) return works('withdraw');
  return found('withdraw', 'noted', {
    en: 'before 16.25: the caller is sent to the step behind Queue(); the queue log calls it abandoned',
    zh: '版本低于 16.25：来电者会转到 Queue() 的下一步，队列日志记为放弃',
  });
}

function answer(facts: ExchangeFacts): Finding {
  if (may(facts, 'SIPnotify') || may(facts, 'PJSIPNotify')) {
    return found('answer', 'noted', {
      en: 'only telephones with remote control take it (Event: talk); the others ring on, and that is said',
      zh: '仅支持远程控制（Event: talk）的话机可用，其他话机会继续振铃并给出提示',
    });
  }
  return found('answer', 'missing', {
    en: 'the exchange can send telephones no requests',
    zh: '交换机无法向话机发送请求',
  });
}

function services(facts: ExchangeFacts, setup: AsteriskSetup): Finding {
  if (may(facts, 'DBPut') && may(facts, 'DBDel')) return works('services');
  return found(
    'services',
    'missing',
    { en: 'the user may not write AstDB (write=system)', zh: '该用户无权写入 AstDB（write=system）' },
    lines.managerLines(setup.user),
  );
}

const barred = (setup: AsteriskSetup): Finding =>
  found(
    'barred',
    'noted',
    {
      en: 'calls begun by this platform are barred; those dialled at the telephone where the dialplan looks',
      zh: '由本平台发起的呼叫会被限制；话机直接拨号需由拨号方案检查',
    },
    lines.barredLines(setup),
  );

function rating({ lines: has }: ExchangeFacts, setup: AsteriskSetup): Finding {
  if (!has.rating) {
    return found(
      'rating',
      'missing',
      { en: 'there is no extension that asks', zh: '没有用于评价的分机' },
      lines.ratingLines(setup),
    );
  }
  return found(
    'rating',
    'noted',
    {
      en: 'asked when the agent hangs up in the app; at the telephone itself only where the dialplan goes on',
      zh: '坐席在软件中挂机时进行评价；在话机上直接挂机时需拨号方案继续执行',
    },
    lines.ratingGoesOn(setup),
  );
}

function records(facts: ExchangeFacts): Finding {
  if (hasModule(facts, 'cdr_manager')) return works('records');
  return found(
    'records',
    'partly',
    {
      en: 'the exchange tells no call records; they are made from its other events',
      zh: '交换机不发送通话记录事件，将根据其他事件生成',
    },
    [lines.cdrLines, lines.moduleLines('cdr_manager')].join('\n'),
  );
}

function recordings({ recordings: folder }: AsteriskSetup): Finding {
  if (folder !== '') return works('recordings');
  return found('recordings', 'partly', {
    en: 'no folder is named in which this machine sees the recordings (--asterisk-files)',
    zh: '未指定本机可读取的录音目录（--asterisk-files）',
  });
}

function voicemail({ voicemail: folder = '' }: AsteriskSetup): Finding {
  if (folder !== '') return works('voicemail');
  return found('voicemail', 'partly', {
    en: 'messages are counted and cannot be heard: no folder is named in which this machine sees them (--asterisk-voicemail)',
    zh: '只显示留言数量，无法收听：未指定本机可读取的留言目录（--asterisk-voicemail）',
  });
}

/** Its two files tell what happened while this platform did not hear it. */
function past({ queueLog = '', callRecords = '' }: AsteriskSetup): Finding {
  if (queueLog !== '' && callRecords !== '') return works('past');
  const [option, file] = queueLog === '' ? ['--asterisk-queue-log', 'queue_log'] : ['--asterisk-cdr', 'Master.csv'];
  return found('past', 'noted', {
    en: `calls while this platform did not run, or had no connection, stay unknown where ${file} is not named (${option})`,
    zh: `未指定 ${file}（${option}）时，平台未运行或连接中断期间的通话无法补录`,
  });
}

function zone({ zone: there }: ExchangeFacts, setup: AsteriskSetup): Finding {
  if (there === null) return found('zone', 'unknown', { en: 'its time zone is unknown', zh: '时区未知' });
  if (there === setup.zone) return works('zone');
  return found('zone', 'partly', {
    en: `the exchange is ${there} minutes east of UTC, the platform was told ${setup.zone} (--zone)`,
    zh: `交换机位于东经 UTC ${there} 分钟，而平台设置为 ${setup.zone}（--zone）`,
  });
}
