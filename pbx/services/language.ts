/** What the engine made of a sentence (WEBCTI2 §4.143). */
export interface Understanding {
  readonly status: 'success' | 'nlp_nomatch' | 'nlp_error';
  readonly type: 'chat' | 'function' | '';
  readonly reply: string;
  readonly command: string;
  readonly error: string;
  /** State of the conversation for the next round. */
  readonly memory: string;
}

/** A small engine that goes by key words, and says so where its name is asked for. */
export interface LanguageEngine {
  readonly name: string;
  /** `memory` is what the round before gave back; a new conversation begins where there is none. */
  understand(caller: string, sentence: string, memory: string, anew: boolean): Understanding;
}

interface Rule {
  readonly intent: string;
  readonly words: RegExp;
  readonly reply?: string;
  readonly command?: string;
}

/** The first that fits counts; what a person wants most stands first. */
const rules: readonly Rule[] = [
  { intent: 'agent', words: /人工|客服|坐席|转接|operator|agent|human/i, command: 'transfer_agent' },
  { intent: 'bye', words: /再见|挂(?:断|机|了)|不用了|bye|hang up/i, command: 'hangup' },
  { intent: 'complaint', words: /投诉|不满|complain/i, command: 'transfer_complaint' },
  { intent: 'hours', words: /营业时间|几点|上班|open(?:ing)? hours?/i, reply: '我们的服务时间是每天九点到十八点。' },
  { intent: 'address', words: /地址|在哪|怎么走|where are you/i, reply: '请告诉我您所在的城市。' },
  { intent: 'balance', words: /余额|话费|欠费|balance/i, command: 'query_balance' },
  { intent: 'greeting', words: /^(?:你好|您好|喂|hello|hi)/i, reply: '您好，请问有什么可以帮您？' },
];
/** Questions of ours that wait for an answer of any kind. */
const answers: Readonly<Record<string, (sentence: string) => string>> = {
  address: (sentence) => `好的，${sentence.trim()}的网点信息稍后以短信发送给您。`,
};

const longestSentence = 500;
const prefix = 'session_id=';

export function createLanguageEngine(): LanguageEngine {
  let conversations = 0;
  const newId = (): string => {
    conversations += 1;
    return String(conversations);
  };
  const memoryOf = (session: string, asked: string): string => `${prefix}${session}${asked ? `&asked=${asked}` : ''}`;
  return {
    name: 'SeatlineRules',
    understand(caller, sentence, memory, anew) {
      const given = /^session_id=([\w-]{1,80})(?:&asked=(\w{1,20}))?$/.exec(anew ? '' : memory);
      const session = given?.[1] ?? `${caller.replace(/\W/g, '').slice(0, 20)}-${newId()}`;
      const nothing = { type: '', reply: '', command: '', memory: memoryOf(session, '') } as const;
      if (sentence.length > longestSentence) {
        return { ...nothing, status: 'nlp_error', error: `sentence longer than ${longestSentence} characters` };
      }
      const answer = given?.[2] ? answers[given[2]] : undefined;
      const rule = rules.find(({ words }) => words.test(sentence));
      if (!rule && answer) return { ...nothing, status: 'success', type: 'chat', reply: answer(sentence), error: '' };
      if (!rule) return { ...nothing, status: 'nlp_nomatch', error: '' };
      const asks = answers[rule.intent] ? rule.intent : '';
      return {
        status: 'success',
        type: rule.command ? 'function' : 'chat',
        reply: rule.reply ?? '',
        command: rule.command ?? '',
        error: '',
        memory: memoryOf(session, asks),
      };
    },
  };
}
