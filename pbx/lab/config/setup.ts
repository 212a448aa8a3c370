import type { LabCentre } from './centre';

/** What a lab exchange is made of; the configuration files are written from it. */
export interface LabSetup {
  readonly version: 16 | 22;
  readonly flavour: 'plain' | 'freepbx';
  readonly centre: LabCentre;
  /** Folder of the instance: configuration, state, recordings, logs. */
  readonly folder: string;
  /** Folder of the version's modules, and the names of the files in it. */
  readonly moduleFolder: string;
  readonly modules: readonly string[];
  readonly ports: {
    readonly manager: number;
    readonly web: number;
    readonly sip: number;
    /** Where the trunk's other end listens. */
    readonly trunk: number;
  };
  readonly manager: { readonly user: string; readonly secret: string };
  /** Password of every telephone. */
  readonly phoneSecret: string;
  /** IPv4 addresses of this machine but for the loopback. */
  readonly addresses: readonly string[];
  /** Seconds for which a queue lets a member's telephone ring. */
  readonly ringSeconds: number;
  /** Minutes east of UTC of its local time. */
  readonly zone: number;
}

/** Channel technology: names begin with it, and so do the interfaces of queue members. */
export const technology = ({ version }: Pick<LabSetup, 'version'>): 'SIP' | 'PJSIP' =>
  version === 16 ? 'SIP' : 'PJSIP';

/** Context of the telephones' hints. */
export const hintContext = ({ flavour }: Pick<LabSetup, 'flavour'>): string =>
  flavour === 'plain' ? 'from-internal' : 'ext-local';

/** A section of a configuration file; a value may be given several times. */
export const section = (title: string, lines: Readonly<Record<string, string | number | readonly string[]>>): string =>
  [
    `[${title}]`,
    ...Object.entries(lines).flatMap(([name, value]) =>
      (typeof value === 'object' ? value : [value]).map((one) => `${name} = ${one}`),
    ),
    '',
  ].join('\n');
