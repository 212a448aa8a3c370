/** Which telephones and queues an exchange has. */
export interface LabCentre {
  /** Telephones with UDP. */
  readonly deskPhones: readonly string[];
  /** Telephones in browsers: WebSocket, DTLS, ICE. */
  readonly webPhones: readonly string[];
  /** Telephones at which whoever comes may sit down. */
  readonly hotDesks: readonly string[];
  /** Those who have a mailbox. */
  readonly mailboxes: readonly string[];
  readonly queues: readonly LabQueue[];
  /** Seconds that a dialled telephone or number rings, and that a parked call waits. */
  readonly dialSeconds: number;
  readonly parkSeconds: number;
  /** A telephone that talks rings for a second call; off = it is busy. */
  readonly callWaiting: boolean;
  /** A call counts for its member in every queue that he serves (`shared_lastcall`). */
  readonly sharesCalls: boolean;
  /** Digit for an outside line; empty = none is needed. */
  readonly outsidePrefix: string;
}

export interface LabQueue {
  readonly no: string;
  readonly name: string;
  readonly strategy: 'ringall' | 'rrmemory' | 'leastrecent' | 'fewestcalls';
  /** A member who lets a call ring is paused. */
  readonly autopause: boolean;
}

export type LabCentreKind = 'lab' | 'small' | 'large';

const [deskPhones, webPhones] = [
  ['2011', '2012', '2013', '2014', '2015', '2016'],
  ['2017', '2018'],
];

const centres: Readonly<Record<LabCentreKind, LabCentre>> = {
  lab: {
    ...{ deskPhones, webPhones, hotDesks: [], mailboxes: ['2011', '2012'], outsidePrefix: '' },
    ...{ dialSeconds: 30, parkSeconds: 120, callWaiting: true, sharesCalls: true },
    queues: [
      { no: '90', name: '', strategy: 'ringall', autopause: false },
      { no: '91', name: '', strategy: 'rrmemory', autopause: false },
      { no: '92', name: '', strategy: 'leastrecent', autopause: true },
    ],
  },
  // As pbx/scenario/centre-small.ts, and the third queue of the larger one.
  small: {
    ...{ deskPhones, webPhones: [], hotDesks: ['3001', '3002', '3003', '3004'], mailboxes: [], outsidePrefix: '9' },
    // Short, for they are waited for.
    ...{ dialSeconds: 12, parkSeconds: 60, callWaiting: false, sharesCalls: false },
    queues: [
      { no: '90', name: '售后', strategy: 'rrmemory', autopause: false },
      { no: '91', name: '售前', strategy: 'ringall', autopause: false },
      { no: '92', name: 'VIP专线', strategy: 'fewestcalls', autopause: false },
    ],
  },
  // For load without telephones: as many queues as five hundred people serve.
  large: {
    ...{ deskPhones: [], webPhones: [], hotDesks: [], mailboxes: [], outsidePrefix: '' },
    ...{ dialSeconds: 30, parkSeconds: 120, callWaiting: true, sharesCalls: false },
    queues: Array.from({ length: 20 }, (_, n) => ({
      ...({ no: String(900 + n), name: '', strategy: 'rrmemory', autopause: false } as const),
    })),
  },
};

export const labCentre = (kind: LabCentreKind): LabCentre => centres[kind];

export const phonesOf = ({ deskPhones: desk, hotDesks, webPhones: web }: LabCentre): readonly string[] => [
  ...desk,
  ...hotDesks,
  ...web,
];

/** AstDB where telephones have no owner of their own, as FreePBX keeps it. */
export const deskDatabase = ({ hotDesks }: LabCentre): readonly (readonly [string, string, string])[] =>
  hotDesks.flatMap((no) => [
    [`DEVICE/${no}`, 'type', 'adhoc'],
    [`DEVICE/${no}`, 'user', 'none'],
  ]);
