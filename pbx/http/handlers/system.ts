import { localOf } from '../../../shared/domain/zone';
import { type Handlers, rows } from './handler';

const version = '2.0.0.0';
const built = '2026-01-05';
const maxCalls = 500;
const pad = (n: number): string => String(n).padStart(2, '0');

/** Whole days from 1 January to an instant of platform-local time. */
const dayOfYear = (local: Date): number =>
  Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000);

export const system: Handlers<
  'about' | 'ctigetdatetime' | 'ctipbxsetting' | 'ctipbxstatus' | 'getpeers' | 'gettrunklist'
> = {
  about: (_, { push }) =>
    rows([{ version, message: 'Seatline built-in platform, WEBCTI2', lastbuild: built, ...(push && { push }) }]),

  ctigetdatetime(_, { now, zone }) {
    const at = now();
    const local = new Date(localOf(zone, at));
    const date = `${local.getUTCFullYear()}-${pad(local.getUTCMonth() + 1)}-${pad(local.getUTCDate())}`;
    const time = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}:${pad(local.getUTCSeconds())}`;
    return rows([
      {
        mvb_datetime: `${date} ${time}`,
        mvb_date: date,
        mvb_time: time,
        mvb_timestamp: Math.floor(at / 1000),
        mvb_year: local.getUTCFullYear(),
        mvb_month: local.getUTCMonth() + 1,
        mvb_month_day: local.getUTCDate(),
        // Zero based like the example of §4.15, whatever its table says.
        mvb_year_day: dayOfYear(local),
        mvb_week: local.getUTCDay(),
        mvb_hour: local.getUTCHours(),
        mvb_minute: local.getUTCMinutes(),
        mvb_second: local.getUTCSeconds(),
      },
    ]);
  },

  // These two print `"message":null` on success, unlike all others.
  ctipbxsetting: (_, { engine }) =>
    rows([{ pbxversion: engine.version, maxcalls: maxCalls, maxloadavg: '0.000000' }], null),

  ctipbxstatus(_, { engine, time }) {
    const live = engine.channels().filter((channel) => channel.hungUpAt === null);
    return rows(
      [
        {
          startuptime: time(engine.startedAt),
          reloadtime: time(engine.reloadedAt),
          currentchannels: live.length,
          currentcalls: new Set(live.map((channel) => channel.linkedId)).size,
          maxcalls: maxCalls,
        },
      ],
      null,
    );
  },

  getpeers({ peername }, { engine, time }) {
    const createtime = time(engine.startedAt);
    const shared = { chanobjectType: 'peer', mask: '', natsupport: 'no', acl: 'no', encrypt: '' };
    const phones = engine.devices().flatMap((device) =>
      device.tech === 'ZAP'
        ? []
        : [
            {
              createtime,
              channeltype: device.tech,
              objectname: device.no,
              ...shared,
              ipaddress: device.registered ? device.address : '-none-',
              ipport: device.registered ? device.port : 0,
              dynamic: 'yes',
              trunk: '',
              status: device.registered ? 'OK' : 'UNREACHABLE',
            },
          ],
    );
    const lines = engine.trunks().flatMap((trunk) => {
      const [tech = '', name = ''] = trunk.name.split('/');
      if (tech !== 'SIP' && tech !== 'IAX2') return [];
      const peer = { createtime, channeltype: tech, objectname: name, ...shared };
      return [{ ...peer, ipaddress: '127.0.0.1', ipport: 5060, dynamic: 'no', trunk: 'yes', status: 'Unmonitored' }];
    });
    return rows([...phones, ...lines].filter((peer) => peername === undefined || peer.objectname === peername));
  },

  gettrunklist: (_, { engine }) => rows(engine.trunks().map((trunk) => ({ trunk: trunk.name }))),
};
