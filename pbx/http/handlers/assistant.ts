import { transcriptsOf } from '../../services/transcripts';
import { type Handlers, list, rows } from './handler';

export const assistant: Handlers<'getccsalist' | 'getnlprest' | 'getnlpinfo'> = {
  getccsalist: ({ uniqueid }, { store, time }) =>
    rows(
      (list(uniqueid) ?? []).flatMap((id) =>
        transcriptsOf(store.queueLog.list({ uniqueIds: [id] }, { sort: 'id', descending: false, offset: 0 })).map(
          (talk) => ({
            id: talk.id,
            pbxid: '1',
            uniqueid: talk.uniqueId,
            begin_time: time(talk.begunAt),
            end_time: time(talk.endedAt),
            callerid: talk.caller,
            agent: talk.agent,
            queue: talk.queue,
            duration: talk.endedAt - talk.begunAt,
            asrcount: talk.utterances.length,
            contents: talk.utterances.map(({ role, text, at }, index) => ({
              cid: talk.id * 100 + index,
              result: text,
              begin_time: at,
              role,
            })),
          }),
        ),
      ),
    ),

  getnlprest({ callerid, content, clearsession, paramsmem }, { language }) {
    const found = language.understand(callerid, content, paramsmem ?? '', clearsession === '1');
    return rows([
      {
        reply: found.reply,
        function: found.command,
        status: found.status,
        errmsg: found.error,
        type: found.type,
        // It looks for words: there is nothing to wait for.
        duration: '0.001',
        paramsmem: found.memory,
      },
    ]);
  },

  getnlpinfo: (_, { language }) => rows([{ name: language.name }]),
};
