import { type Exchange, seconds } from './exchange';
import type { Leg } from './leg';

/** Names a command cannot set (WEBCTI2 §6.1.3); a write is accepted and changes nothing, as the exchange does. */
const readOnly = new Set(
  (
    'DIALEDPEERNAME DIALEDPEERNUMBER DIALEDTIME ANSWEREDTIME DIALSTATUS ATDTRANSFERNUMBER ATDTRANSFEENUMBER ' +
    'ATDTRANSFER BLDTRANSFERNUMBER BLDTRANSFEENUMBER BLINDTRANSFER CALLFILENAME DID EXTTOCALL FIRSTEXTCALLEE ' +
    'FROMTRUNK FIRSTEXTCALLER MVB_ANI MVB_DNID MVB_HOLDTIME MVB_IVRHIST MVB_QUEUENAME MVB_REALUSER MVB_CALLER ' +
    'MVB_CALLEE MVB_RINGGROUPNUM MVB_QUEUENUM MVB_RDNIS MVB_EXTDEVICE MVB_ANITON MVB_CALLINGTON MVB_RDNISTON ' +
    'QUEUEQMCONTEXT QUEUEAGENTNO QUEUEQMNAME QUEUEQMSOUND1 QUEUEQMSOUND2 QUEUEQMDELAY REALCALLERIDNUM REFEREDBY ' +
    'RECFORMAT REFERNUMBER TRANSFERSENSE UNIQUEID USERUSERINFO'
  ).split(' '),
);

/** `_X` is handed on once as `X`, `__X` without end (WEBCTI2 §6.1.2); plain names stay behind. */
export function inheritVariables(from: ReadonlyMap<string, string>): Map<string, string> {
  const handed = new Map<string, string>();
  for (const [name, value] of from) {
    if (name.startsWith('__')) handed.set(name, value);
    else if (name.startsWith('_')) handed.set(name.slice(1), value);
  }
  return handed;
}

/** Sets `X`, removing its other spellings: `X`, `_X` and `__X` read the same. */
export function assignVariable(variables: Map<string, string>, name: string, value: string): void {
  const bare = name.replace(/^_{1,2}/, '');
  for (const spelling of [bare, `_${bare}`, `__${bare}`]) variables.delete(spelling);
  variables.set(name, value);
}

export class Variables {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** Empty text for a variable that is not set, as the exchange answers. */
  get(leg: Leg, name: string): string {
    const bare = name.replace(/^_{1,2}/, '');
    const set = leg.variables.get(bare) ?? leg.variables.get(`_${bare}`) ?? leg.variables.get(`__${bare}`);
    return set ?? this.#computed(leg, bare);
  }

  set(leg: Leg, name: string, value: string): void {
    const bare = name.replace(/^_{1,2}/, '');
    if (readOnly.has(bare)) return;
    assignVariable(leg.variables, name, value);
    if (bare === 'CALLDATA') leg.info.callData = value;
    this.#x.events.emit('VarSet', { Channel: leg.info.name, Variable: name, Uniqueid: leg.info.uniqueId });
  }

  #computed(leg: Leg, name: string): string {
    const { info } = leg;
    const row = [...leg.links].at(-1);
    const other = row && (row.src === leg ? row.dst : row.src);
    const now = this.#x.steps.now();
    switch (name) {
      case 'UNIQUEID':
        return info.uniqueId;
      case 'CHANNEL':
        return info.name;
      case 'DIALEDPEERNAME':
        return other?.info.name ?? '';
      case 'DIALEDPEERNUMBER':
        return other?.info.callerId ?? '';
      case 'DIALEDTIME':
        return row ? String(seconds(now - row.view.dialledAt)) : '';
      case 'ANSWEREDTIME':
        return row?.view.linkedAt ? String(seconds(now - row.view.linkedAt)) : '';
      case 'DIALSTATUS':
        return row?.view.linkedAt ? 'ANSWER' : leg.dialStatus;
      case 'DID':
      case 'MVB_DNID':
        return info.did;
      case 'EXTTOCALL':
        return other?.info.device ? other.info.callerId : '';
      case 'FROMTRUNK':
        return info.trunk && info.direct === 'IN' ? '1' : '0';
      case 'MVB_ANI':
      case 'MVB_CALLER':
      case 'REALCALLERIDNUM':
      case 'FIRSTEXTCALLER':
        return row ? row.src.info.callerId : info.callerId;
      case 'MVB_CALLEE':
      case 'FIRSTEXTCALLEE':
        return row ? row.dialled : info.dialled;
      case 'MVB_HOLDTIME':
        return info.queueWait === null ? '' : waitClass(info.queueWait);
      case 'MVB_IVRHIST':
        return info.ivrPath.replaceAll('-', '|');
      case 'MVB_QUEUENUM':
      case 'QUEUEQMNAME':
        return info.queue;
      case 'MVB_QUEUENAME':
        return this.#x.queues.find(info.queue)?.config.name ?? '';
      case 'MVB_REALUSER':
        return this.#x.phones.device(info.device)?.user ?? '';
      case 'QUEUEAGENTNO':
        return leg.queueCall?.agentNumber ?? '';
      case 'MVB_RDNIS':
        return leg.forwardedBy.at(-1) ?? '';
      case 'MVB_EXTDEVICE':
        return this.#x.phones.device(info.device)?.interface ?? '';
      case 'CALLFILENAME':
        return info.monitorFile.replace(/\.WAV$/, '');
      case 'RECFORMAT':
        return info.monitorFile === '' ? '' : 'WAV';
      case 'CALLDATA':
        return info.callData;
      default:
        return '';
    }
  }
}

const waitClass = (wait: number): string => (wait <= 30 ? '0-30' : wait <= 60 ? '30-60' : '>60');
