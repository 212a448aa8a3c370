import type { Profile } from '../../shared/bridge/topics';
import { type Vendor, vendors } from '../../shared/bridge/topics';
import type { Words } from '../../shared/webcti/codes';
import { normalisePin } from '../platforms/wire/pin';
import { optionsOf, withSuggestions } from './arguments';
import { CliFailure, type ExitCode, exits, usage } from './exit';
import { type OpenedFolder, openFolder } from './folder';
import { formatOf, printJson, printTable } from './format';
import { filled } from './language';
import { failed, type Shell } from './shell';
import { nearest } from './suggest';
import { chooseProfile } from './target';

const verbs = ['list', 'show', 'add', 'remove'] as const;
const features = ['answer', 'reject', 'swap', 'threeWay', 'cancelConsult', 'completeConsult', 'dtmf'] as const;
const addOptions = [
  'vendor',
  'admin-user',
  'tasks-address',
  'tasks-user',
  'voice-address',
  'voice-domain',
  'voice-user',
  'voice-pin',
  ...features,
] as const;

/** `seatline profiles [list|show|add|remove]`: the profiles of the desk, in the desk's own folder. */
export async function profiles(shell: Shell): Promise<ExitCode> {
  const [, verb = 'list', name, ...more] = shell.parsed.words;
  if (more.length > 0) throw usage(filled(says.extra, { words: more.join(' ') }));
  switch (verb) {
    case 'list':
      return list(shell);
    case 'show':
      return show(shell, needed(name, verb));
    case 'add':
      return add(shell, needed(name, verb));
    case 'remove':
      return remove(shell, needed(name, verb));
    default:
      throw usage(withSuggestions(filled(says.verb, { verb }), nearest(verb, verbs)));
  }
}

function needed(name: string | undefined, verb: string): string {
  if (!name) throw usage(filled(says.name, { verb }));
  return name;
}

const open = (shell: Shell): Promise<OpenedFolder> => openFolder(shell.io, shell.parsed.own['profile-folder']);

const rowOf = ({ id, name, vendor, address, pin, hasKey, admin, tasks, voice }: Profile, folder: OpenedFolder) => ({
  id,
  name,
  vendor,
  address,
  key: hasKey ? 'stored' : folder.holds(`profile.${id}.key`) ? 'sealed' : '',
  pin,
  admin: admin.user,
  tasks: tasks.address,
  voice: voice.address,
});

async function list(shell: Shell): Promise<ExitCode> {
  optionsOf(shell.parsed, []);
  const folder = await open(shell);
  const rows = folder.profiles.list().map((profile) => rowOf(profile, folder));
  if (formatOf(shell, ['table', 'json']) === 'json') await printJson(shell, rows);
  else if (rows.length > 0) await printTable(shell, rows);
  await shell.note(filled(rows.length > 0 ? says.folder : says.empty, { path: folder.path }));
  if (rows.some(({ key }) => key === 'sealed')) await shell.note(says.sealed);
  return exits.ok;
}

async function show(shell: Shell, name: string): Promise<ExitCode> {
  optionsOf(shell.parsed, []);
  const folder = await open(shell);
  const profile = chooseProfile(folder, null, name);
  const { key, ...row } = rowOf(profile, folder);
  const whole = {
    ...row,
    key,
    adminPassword: profile.admin.hasPassword,
    tasksPassword: profile.tasks.hasPassword,
    voicePassword: profile.voice.hasPassword,
  };
  const set = Object.fromEntries(Object.entries(profile.features).filter(([, value]) => value !== ''));
  if (formatOf(shell, ['table', 'json']) === 'json') await printJson(shell, { ...whole, features: profile.features });
  else await printTable(shell, [{ ...whole, ...set }]);
  return exits.ok;
}

async function add(shell: Shell, name: string): Promise<ExitCode> {
  const given = optionsOf(shell.parsed, addOptions);
  const { address, pin } = shell.parsed.own;
  const { env } = shell.io;
  if (!address) throw usage(says.address);
  const vendor = vendorOf(given.vendor ?? 'mvb2000');
  if (pin !== undefined && normalisePin(pin) === '') throw usage(says.pin);
  const voicePin = given['voice-pin'];
  if (voicePin && normalisePin(voicePin) === '') throw usage(says.pin);
  const folder = await open(shell);
  const before = folder.profiles.list().find((profile) => profile.name.toLowerCase() === name.toLowerCase());
  if (before && !shell.parsed.flags.has('force')) throw usage(filled(says.exists, { name }));
  const wantsKey = vendor === 'mvb2000';
  if (folder.sealedBySystem) await shell.note(says.cannotSeal);
  const key = wantsKey && !folder.sealedBySystem ? await keyOf(shell, name) : '';
  const saved = await folder.profiles.save({
    id: before?.id ?? '',
    name,
    vendor,
    address,
    key,
    pin: pin === undefined ? (before?.pin ?? '') : normalisePin(pin),
    features: {
      ...before?.features,
      ...Object.fromEntries(
        features.flatMap((feature) => (given[feature] === undefined ? [] : [[feature, given[feature]]])),
      ),
    },
    admin: {
      user: given['admin-user'] ?? before?.admin.user ?? '',
      password: folder.sealedBySystem ? '' : (env.SEATLINE_ADMIN_PASSWORD ?? ''),
    },
    tasks: {
      address: given['tasks-address'] ?? before?.tasks.address ?? '',
      user: given['tasks-user'] ?? before?.tasks.user ?? '',
      password: folder.sealedBySystem ? '' : (env.SEATLINE_TASKS_PASSWORD ?? ''),
    },
    voice: {
      address: given['voice-address'] ?? before?.voice.address ?? '',
      domain: given['voice-domain'] ?? before?.voice.domain ?? '',
      user: given['voice-user'] ?? before?.voice.user ?? '',
      pin: voicePin === undefined ? (before?.voice.pin ?? '') : normalisePin(voicePin),
      password: folder.sealedBySystem ? '' : (env.SEATLINE_VOICE_PASSWORD ?? ''),
    },
  });
  if (!saved.ok) throw failed(saved.error);
  await written(folder, (profile) => profile.id === saved.value.id);
  await shell.note(filled(says.added, { name, path: folder.path }));
  await tellOfDesk(shell, folder);
  return exits.ok;
}

async function remove(shell: Shell, name: string): Promise<ExitCode> {
  optionsOf(shell.parsed, []);
  const folder = await open(shell);
  const profile = chooseProfile(folder, null, name);
  const removed = await folder.profiles.remove(profile.id);
  if (!removed.ok) throw failed(removed.error);
  await written(folder, null);
  await shell.note(filled(says.removed, { name: profile.name, path: folder.path }));
  if (folder.holds(`profile.${profile.id}.key`) && folder.sealedBySystem) await shell.note(says.sealedStays);
  await tellOfDesk(shell, folder);
  return exits.ok;
}

/** A document that could not be written says so in the log only: the profile is looked for on the disk. */
async function written({ profiles: saved, reread }: OpenedFolder, wanted: ((profile: Profile) => boolean) | null) {
  await saved.saved();
  const now = await reread();
  const same = JSON.stringify(now.map(({ id }) => id)) === JSON.stringify(saved.list().map(({ id }) => id));
  if (!same || (wanted && !now.some(wanted))) throw new CliFailure(exits.local, says.notWritten);
}

async function tellOfDesk(shell: Shell, folder: OpenedFolder): Promise<void> {
  if (folder.deskRuns) await shell.note(says.deskRuns);
}

const vendorOf = (text: string): Vendor => {
  const found = vendors.find((vendor) => vendor === text);
  if (!found) throw usage(filled(says.vendor, { text, vendors: vendors.join(', ') }));
  return found;
};

/** From SEATLINE_KEY, else asked for; on no terminal a profile without a key is made, as the desk allows too. */
async function keyOf(shell: Shell, name: string): Promise<string> {
  const { env } = shell.io;
  if (env.SEATLINE_KEY) return env.SEATLINE_KEY;
  const typed = await shell.io.askSecret(shell.say(filled(says.askKey, { name })));
  if (typed === null || typed.trim() === '') await shell.note(says.noKey);
  return typed?.trim() ?? '';
}

const says = {
  extra: { en: '"{words}" is too much here.', zh: '多余的内容“{words}”。' },
  verb: {
    en: 'seatline profiles list, show, add or remove; not "{verb}".',
    zh: 'seatline profiles 之后是 list、show、add 或 remove，而不是“{verb}”。',
  },
  name: { en: 'seatline profiles {verb} <name>', zh: 'seatline profiles {verb} <名称>' },
  folder: { en: 'Profiles in {path}', zh: '配置目录：{path}' },
  empty: { en: 'No profiles in {path}', zh: '{path} 中没有配置' },
  sealed: {
    en: '"sealed": stored by the Electron edition in the system’s key store, which this tool cannot open; set SEATLINE_KEY.',
    zh: '“sealed”：由 Electron 版存放在系统钥匙串中，本工具无法读取；请设置 SEATLINE_KEY。',
  },
  address: { en: 'seatline profiles add <name> --address <url>', zh: 'seatline profiles add <名称> --address <网址>' },
  pin: {
    en: '--pin is a SHA-256 fingerprint of 64 hexadecimal digits.',
    zh: '--pin 是 64 位十六进制的 SHA-256 指纹。',
  },
  exists: {
    en: 'There is a profile "{name}" already. --force changes it; what is not given stays.',
    zh: '已有名为“{name}”的配置。--force 可修改它；未给出的内容保持不变。',
  },
  vendor: { en: '--vendor: "{text}" is none of {vendors}.', zh: '--vendor：“{text}”不是 {vendors} 之一。' },
  cannotSeal: {
    en: 'The secrets of this folder are kept in the system’s key store by the Electron edition: no key is stored from here. Type it into the desk’s profile.',
    zh: '此目录的密钥由 Electron 版存放在系统钥匙串中：这里不存密钥，请在坐席端的配置中输入。',
  },
  added: { en: 'Saved {name} in {path}.', zh: '已在 {path} 保存 {name}。' },
  removed: { en: 'Removed {name} from {path}, its secrets included.', zh: '已从 {path} 删除 {name} 及其密钥。' },
  sealedStays: {
    en: 'Its sealed key is left in secrets.json for the Electron edition to delete.',
    zh: '其封存的密钥仍在 secrets.json 中，由 Electron 版删除。',
  },
  notWritten: {
    en: 'The profiles could not be written. Check the rights of the folder and the space on the disk.',
    zh: '配置无法写入。请检查目录权限和磁盘空间。',
  },
  deskRuns: {
    en: 'A desk seems to run on this folder. It has read its profiles already: it shows this change after its next start, and a profile that it saves before then puts its own list back.',
    zh: '似乎有坐席端正在使用此目录。它已读取过配置：下次启动后才会显示本次改动；在此之前它若保存配置，会用自己的列表覆盖。',
  },
  askKey: { en: 'Web key of {name} (empty = none yet): ', zh: '{name} 的接口密钥（可留空）：' },
  noKey: { en: 'Saved without a key.', zh: '未保存密钥。' },
} as const satisfies Readonly<Record<string, Words>>;
