import type { Profile, Vendor } from '../../shared/bridge/topics';
import type { Words } from '../../shared/webcti/codes';
import { readAddress } from '../desk/profiles';
import type { DriverProfile } from '../platforms/driver';
import { normalisePin } from '../platforms/wire/pin';
import { withSuggestions } from './arguments';
import { type CliFailure, usage } from './exit';
import { type OpenedFolder, openFolder } from './folder';
import { filled } from './language';
import type { Shell } from './shell';
import { failed } from './shell';
import { nearest } from './suggest';

/** The platform that a command speaks to, secrets included; lives in the memory of one command. */
export interface Target extends DriverProfile {
  /** Name of the profile, or the address. */
  readonly name: string;
}

export interface TargetNeeds {
  /** Whose interface; null = whatever the profile says. */
  readonly vendor: Vendor | null;
  /** False where no key is needed (Uncall, `--dry-run`): then none is asked for. */
  readonly key: boolean;
  readonly admin?: boolean;
  readonly tasks?: boolean;
}

const noAccount = { user: '', password: '' };

/**
 * Which platform, in this order: `--address`; `--profile` or SEATLINE_PROFILE; SEATLINE_PLATFORM_URL (as `npm start`
 * sets it for what it starts); the only profile of that vendor. The key of an address comes from SEATLINE_KEY, of
 * SEATLINE_PLATFORM_URL from SEATLINE_PLATFORM_KEY, of a profile from its store; else SEATLINE_KEY, else it is asked for.
 */
export async function findTarget(shell: Shell, needs: TargetNeeds): Promise<Target> {
  const { own } = shell.parsed;
  const { env } = shell.io;
  if (own.address !== undefined && own.profile !== undefined) throw usage(says.both);
  const profile = own.profile ?? env.SEATLINE_PROFILE;
  if (own.address !== undefined) return byAddress(shell, needs, own.address, env.SEATLINE_KEY);
  if (profile) return byProfile(shell, needs, profile);
  if (env.SEATLINE_PLATFORM_URL) {
    return byAddress(shell, needs, env.SEATLINE_PLATFORM_URL, env.SEATLINE_PLATFORM_KEY || env.SEATLINE_KEY);
  }
  return byProfile(shell, needs, null);
}

async function byAddress(shell: Shell, needs: TargetNeeds, text: string, key: string | undefined): Promise<Target> {
  const address = readAddress(text);
  if (!address.ok) throw usage(filled(says.address, { text }));
  const { env } = shell.io;
  const vendor = needs.vendor ?? vendorOf(env.SEATLINE_VENDOR);
  return {
    name: address.value,
    vendor,
    address: address.value,
    pin: pinOf(shell) ?? '',
    key: needs.key && vendor === 'mvb2000' ? key || (await askKey(shell, address.value)) : (key ?? ''),
    features: {},
    admin: { user: env.SEATLINE_ADMIN_USER ?? '', password: env.SEATLINE_ADMIN_PASSWORD ?? '' },
    tasks: {
      address: env.SEATLINE_TASKS_ADDRESS ?? '',
      user: env.SEATLINE_TASKS_USER ?? '',
      password: env.SEATLINE_TASKS_PASSWORD ?? '',
    },
  };
}

const vendorOf = (text: string | undefined): Vendor => (text === 'uncall' ? 'uncall' : 'mvb2000');

async function byProfile(shell: Shell, needs: TargetNeeds, wanted: string | null): Promise<Target> {
  const folder = await openFolder(shell.io, shell.parsed.own['profile-folder']);
  const found = chooseProfile(folder, needs.vendor, wanted);
  const access = await folder.profiles.access(found.id);
  if (!access.ok) throw failed(access.error);
  const { env } = shell.io;
  const { value } = access;
  const wantsKey = needs.key && value.vendor === 'mvb2000';
  const sealed = value.key === '' && folder.holds(`profile.${found.id}.key`);
  if (wantsKey && sealed && !env.SEATLINE_KEY) await shell.note(filled(says.sealed, { name: found.name }));
  return {
    ...value,
    name: found.name || found.id,
    pin: pinOf(shell) ?? value.pin,
    key: wantsKey ? value.key || env.SEATLINE_KEY || (await askKey(shell, found.name)) : value.key,
    admin: needs.admin
      ? { user: value.admin.user, password: value.admin.password || env.SEATLINE_ADMIN_PASSWORD || '' }
      : noAccount,
    tasks: needs.tasks
      ? { ...value.tasks, password: value.tasks.password || env.SEATLINE_TASKS_PASSWORD || '' }
      : { address: '', ...noAccount },
  };
}

/** A profile by id or name (names without regard to case); the only one of the vendor when none is named. */
export function chooseProfile({ profiles, path }: OpenedFolder, vendor: Vendor | null, wanted: string | null): Profile {
  const all = profiles.list();
  const names = all.map((profile) => profile.name || profile.id);
  if (wanted !== null) {
    const byName = all.filter((profile) => profile.name.toLowerCase() === wanted.toLowerCase());
    const found = all.find((profile) => profile.id === wanted) ?? byName[0];
    if (!found) throw usage(withSuggestions(filled(says.noProfile, { wanted, path }), nearest(wanted, names)));
    if (byName.length > 1 && found.id !== wanted) throw usage(filled(says.twoProfiles, { wanted }));
    if (vendor && found.vendor !== vendor) throw usage(filled(says.otherVendor, { wanted, vendor: found.vendor }));
    return found;
  }
  const fitting = vendor ? all.filter((profile) => profile.vendor === vendor) : all;
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  throw fitting.length === 0 ? noTarget(path) : usage(filled(says.which, { names: names.join(', ') }));
}

const noTarget = (path: string): CliFailure => usage(filled(says.none, { path }));

function pinOf(shell: Shell): string | undefined {
  const { pin } = shell.parsed.own;
  if (pin === undefined) return undefined;
  const normal = normalisePin(pin);
  if (normal === '') throw usage(says.pin);
  return normal;
}

async function askKey(shell: Shell, name: string): Promise<string> {
  const typed = await shell.io.askSecret(shell.say(filled(says.askKey, { name })));
  if (typed === null || typed.trim() === '') throw usage(says.noKey);
  return typed.trim();
}

const says = {
  both: {
    en: 'Give either --address or --profile, not both.',
    zh: '--address 与 --profile 只能给一个。',
  },
  address: {
    en: '--address: "{text}" is not an address such as http://192.168.0.10 or https://pbx.example.',
    zh: '--address：“{text}”不是 http://192.168.0.10 或 https://pbx.example 这样的地址。',
  },
  pin: {
    en: '--pin is a SHA-256 fingerprint of 64 hexadecimal digits, as seatline doctor prints it.',
    zh: '--pin 是 64 位十六进制的 SHA-256 指纹，如 seatline doctor 所打印。',
  },
  noProfile: { en: 'There is no profile "{wanted}" in {path}.', zh: '{path} 中没有配置“{wanted}”。' },
  twoProfiles: {
    en: 'Several profiles are called "{wanted}": give the id that seatline profiles list shows.',
    zh: '有多个配置名为“{wanted}”：请用 seatline profiles list 显示的 id。',
  },
  otherVendor: {
    en: 'The profile "{wanted}" is of the other vendor ({vendor}).',
    zh: '配置“{wanted}”属于另一厂商（{vendor}）。',
  },
  which: {
    en: 'Which platform? Give --profile <name>: {names}.',
    zh: '哪个平台？请用 --profile <名称>：{names}。',
  },
  none: {
    en: 'Which platform? There is no profile for it in {path}. Give --address <url> (key in SEATLINE_KEY), or make a profile: seatline profiles add <name> --address <url>.',
    zh: '哪个平台？{path} 中没有相应配置。请用 --address <网址>（密钥放在 SEATLINE_KEY），或新建配置：seatline profiles add <名称> --address <网址>。',
  },
  sealed: {
    en: 'The key of "{name}" was stored by the Electron edition in the system’s key store, which this tool cannot open. Set SEATLINE_KEY, or type it now.',
    zh: '“{name}”的密钥由 Electron 版存放在系统钥匙串中，本工具无法读取。请设置 SEATLINE_KEY，或现在输入。',
  },
  askKey: { en: 'Web key of {name}: ', zh: '{name} 的接口密钥：' },
  noKey: {
    en: 'A web key is needed. Set SEATLINE_KEY, use a profile that has one, or run on a terminal to be asked.',
    zh: '需要接口密钥。请设置 SEATLINE_KEY、使用存有密钥的配置，或在终端中运行以便询问。',
  },
} as const satisfies Readonly<Record<string, Words>>;
