import type { CallEngine, Device, User } from '../../engine/port';
import { done, type Handlers, noExtension, refuse, rows } from './handler';

/** The telephone of an extension: that of the user who sits there, else the device of the same number. */
export function deviceOf(engine: CallEngine, extension: string): Device | undefined {
  const user = engine.user(extension);
  return user ? engine.device(user.device) : engine.device(extension);
}

const voicemail = (user: User): string => (user.voicemail ? 'enabled' : 'disabled');

export const devices: Handlers<
  | 'getextinterface'
  | 'getdevices'
  | 'ctigetdevice'
  | 'getusers'
  | 'ctigetuser'
  | 'ctibinddevice'
  | 'ctisplitdevice'
  | 'getallextensions'
  | 'getextensionstatus'
> = {
  getextinterface({ extension }, { engine }) {
    const device = deviceOf(engine, extension);
    if (device) {
      const { no, context, kind } = device;
      return rows([{ device: no, interface: device.interface, context, devicetype: kind }]);
    }
    // An extension whose user sits nowhere exists, but cannot be dialled.
    if (!engine.user(extension)) return noExtension();
    return rows([{ device: '', interface: '', context: 'from-internal', devicetype: 'adhoc' }]);
  },

  getdevices: (args, { engine }) =>
    rows(
      engine
        .devices()
        .filter((device) => args.device === undefined || device.no === args.device)
        .map((device) => ({
          deviceno: device.no,
          tech: device.tech.toLowerCase(),
          channel: device.interface,
          devicetype: device.kind,
          user: device.user,
          cndescription: device.description,
          context: device.context,
          spyeegroup: '',
          spyergroup: '',
          spectrunk: '',
        })),
    ),

  ctigetdevice(args, { engine }) {
    const device = engine.device(args.device);
    if (!device) return refuse(1141, `${args.device} is not exists.`);
    const cnname = engine.user(device.user)?.name ?? '';
    return rows([{ type: device.kind, user: device.user, cnname, context: device.context, dial: device.interface }]);
  },

  getusers: (_, { engine }) =>
    rows(
      engine.users().map((user) => ({
        userinfo: user.no,
        username: user.englishName || user.name,
        cnname: user.name,
        voicemail: voicemail(user),
        ringtimer: user.ringSeconds,
        recording: user.recording ? 'out=Always in=Always' : 'out=Adhoc in=Adhoc',
        outboundcid: user.outboundCid,
        directdid: user.directDid,
        musichold: '',
      })),
    ),

  ctigetuser(args, { engine }) {
    const user = engine.user(args.user);
    if (!user) return refuse(1161, `${args.user} is not exists.`);
    return rows([
      {
        cidcnname: user.name,
        cidname: user.englishName,
        device: user.device,
        musichold: '',
        outboundcid: user.outboundCid,
        ringtimer: user.ringSeconds,
        voicemail: voicemail(user),
      },
    ]);
  },

  async ctibinddevice({ extension, device }, { engine }) {
    const bound = await engine.bind(extension, device);
    if (bound.ok) return done(`Extension ${extension} is bound to device ${device} .`);
    if (bound.why === 'fixed') return refuse(1045, `Device ${device} is fixed.`);
    if (bound.why === 'no-user') return refuse(1041, `Extension ${extension} is not exists.`);
    return refuse(1042, `Device ${device} is not exists.`);
  },

  async ctisplitdevice({ extension, device }, { engine }) {
    const split = await engine.split(extension, device);
    if (split.ok) return done(`Extension ${extension} and device ${device} is splitted.`);
    if (split.why === 'fixed') return refuse(1422, `Device ${device} is fixed.`);
    return refuse(1421, `${split.why === 'no-user' ? `Extension ${extension}` : `Device ${device}`} is not exists.`);
  },

  getallextensions: (args, { engine }) =>
    rows(
      engine
        .users()
        .filter((user) => args.extension === undefined || user.no === args.extension)
        .map((user) => {
          const device = engine.device(user.device);
          return {
            extension: user.no,
            cnname: user.name,
            enname: user.englishName,
            device: user.device,
            channel: device?.interface ?? '',
            context: device?.context ?? 'from-internal',
            // The scale of §6.6; who sits nowhere is unavailable, and 999 is the example's "no figure".
            status: device?.status ?? 4,
            statusint: device?.status ?? 999,
          };
        }),
    ),

  getextensionstatus: ({ exten }, { engine, time }) => {
    const numbers = exten === undefined ? engine.users().map((user) => user.no) : [exten];
    return rows(
      numbers.flatMap((number) => {
        const device = deviceOf(engine, number);
        if (!device) return [];
        return [
          {
            createtime: time(engine.startedAt),
            exten: number,
            channel: device.interface,
            context: device.context,
            status: device.status,
            statustime: time(device.statusAt),
          },
        ];
      }),
    );
  },
};
