import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './journal';
import { openProfiles, readAddress } from './profiles';
import { openSettings } from './settings';
import { createFileStorage } from './storage';
import { createMemoryLog, createMemorySecrets, createMemoryStorage } from './testing/fake-desk';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatline-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('documents on the disk', () => {
  it('R26 loads the newest or the last good settings, whatever byte a kill stopped at', async () => {
    const storage = createFileStorage(folder);
    const log = createMemoryLog();
    const settings = await openSettings({ storage, log });
    settings.change({ language: 'en', wrapUp: { seconds: 45 } });
    await settings.saved();
    settings.change({ wrapUp: { seconds: 60 } });
    await settings.saved();
    const file = join(folder, 'settings.json');
    const whole = await readFile(file);
    const loaded = new Set<number>();
    for (let length = 0; length <= whole.length; length += 1) {
      await writeFile(file, whole.subarray(0, length));
      const { language, wrapUp } = (await openSettings({ storage, log })).value();
      expect(language).toBe('en');
      loaded.add(wrapUp.seconds);
    }
    expect([...loaded].sort()).toEqual([45, 60]);
    // The rename was reached, the second was not: only the temporary file has the new text.
    await rm(file);
    await writeFile(`${file}.tmp`, whole);
    expect((await openSettings({ storage, log })).value().wrapUp.seconds).toBe(60);
  });

  it('never lets a torn text become the fall-back', async () => {
    const storage = createFileStorage(folder);
    await storage.write('journal.json', '{"lastAgent":"1"}');
    await storage.write('journal.json', '{"lastAgent":"2"}');
    await writeFile(join(folder, 'journal.json'), '{"lastAg');
    await storage.write('journal.json', '{"lastAgent":"3"}');
    expect(await storage.read('journal.json')).toEqual(['{"lastAgent":"3"}', '{"lastAgent":"1"}']);
  });

  it('refuses names that leave the folder', () => {
    const storage = createFileStorage(folder);
    expect(() => storage.write('../x', '')).toThrow();
  });
});

describe('settings', () => {
  it('keeps unknown keys, drops one bad value only, and names the field of a bad change', async () => {
    const storage = createMemoryStorage(
      new Map([
        ['settings.json', '{"language":"en","future":{"a":1},"wrapUp":{"seconds":-4,"later":true},"pop":{"mine":2}}'],
      ]),
    );
    const log = createMemoryLog();
    const settings = await openSettings({ storage, log });
    expect([settings.value().language, settings.value().wrapUp.seconds]).toEqual(['en', 30]);
    expect(settings.change({ dialling: { outsidePrefix: 'abc' } })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', params: { field: 'dialling.outsidePrefix' } },
    });
    expect(settings.change({ nonsense: 1 })).toMatchObject({ ok: false, error: { params: { field: 'nonsense' } } });
    expect(settings.change({ pop: { template: 'https://crm.example/?n={number}' } }).ok).toBe(true);
    await settings.saved();
    expect(JSON.parse(storage.files.get('settings.json') ?? '')).toMatchObject({
      future: { a: 1 },
      pop: { mine: 2, template: 'https://crm.example/?n={number}' },
      language: 'en',
    });
  });

  it('remembers numbers newest first and once', async () => {
    const settings = await openSettings({ storage: createMemoryStorage(), log: createMemoryLog() });
    for (const number of ['1', '2', '1']) settings.remember(number);
    expect(settings.value().recentNumbers).toEqual(['1', '2']);
  });

  it('tells a failing disk to the log and goes on', async () => {
    const log = createMemoryLog();
    const storage = { read: async () => [], write: () => Promise.reject(new Error('full')) };
    const settings = await openSettings({ storage, log });
    settings.change({ language: 'en' });
    await settings.saved();
    expect([settings.value().language, log.rows.map((row) => row.event)]).toEqual(['en', ['document.not-written']]);
  });
});

describe('profiles', () => {
  it('keeps keys in the secret store only, and the stored key when none is given', async () => {
    const storage = createMemoryStorage();
    const values = new Map<string, string>();
    const open = () =>
      openProfiles({
        storage,
        secrets: createMemorySecrets(values),
        log: createMemoryLog(),
        builtIn: null,
        newId: () => 'p1',
      });
    const profiles = await open();
    const input = {
      id: '',
      name: 'Office',
      address: 'pbx.example:8080/cti/',
      key: 'web-key-1',
      pin: '',
      features: { answer: '01' },
      vendor: 'mvb2000' as const,
      admin: { user: '', password: '' },
      tasks: { address: '', user: '', password: '' },
      voice: { address: '', domain: '', user: '', password: '', pin: '' },
    };
    expect(await profiles.save(input)).toEqual({ ok: true, value: { id: 'p1' } });
    await profiles.save({ ...input, id: 'p1', name: 'Office 2', key: '' });
    await profiles.saved();
    expect([...storage.files.values()].join()).not.toContain('web-key-1');
    const again = await open();
    expect(again.list()).toMatchObject([
      { id: 'p1', name: 'Office 2', hasKey: true, address: 'http://pbx.example:8080/cti' },
    ]);
    expect(await again.access('p1')).toMatchObject({
      ok: true,
      value: { key: 'web-key-1', features: { answer: '01' } },
    });
    await again.remove('p1');
    expect([again.list(), values.size]).toEqual([[], 0]);
  });

  it('keeps the telephone’s account like the others; its pin is its own, or the platform’s on the same machine', async () => {
    const storage = createMemoryStorage();
    const values = new Map<string, string>();
    const ids = ['p1', 'p2'];
    const profiles = await openProfiles({
      storage,
      secrets: createMemorySecrets(values),
      log: createMemoryLog(),
      builtIn: null,
      newId: () => ids.shift() ?? '',
    });
    const none = { user: '', password: '' };
    const save = (id: string, address: string, voice: { address: string; password?: string; pin?: string }) =>
      profiles.save({
        id,
        name: 'Office',
        address,
        key: '',
        pin: 'AB:CD',
        features: {},
        vendor: 'mvb2000',
        admin: none,
        tasks: { ...none, address: '' },
        voice: { domain: '', user: '', password: '', pin: '', ...voice },
      });
    await save('', 'https://pbx.example', { address: 'pbx.example:8089/ws?x=1', password: 'sip-secret' });
    const same = await profiles.voice('p1');
    await save('p1', 'https://pbx.example', { address: 'wss://pbx.example:8089/ws', pin: 'EF:01' });
    const own = await profiles.voice('p1');
    await save('', 'https://cti.example', { address: 'ws://pbx.example:8088/ws' });
    const other = await profiles.voice('p2');
    const refused = [
      await save('p1', 'https://pbx.example', { address: 'http://pbx.example/ws' }),
      await save('p1', 'https://pbx.example', { address: 'ws://user:pw@pbx.example/ws' }),
    ].map((saved) => saved.ok || saved.error.params);
    const shown = profiles.get('p1')?.voice;
    await profiles.saved();
    const onDisk = [...storage.files.values()].join().includes('sip-secret');
    await save('p1', 'https://pbx.example', { address: '' });
    expect([same, own, other, refused, shown, onDisk, await profiles.voice('p1'), values.size]).toEqual([
      { address: 'wss://pbx.example:8089/ws', domain: '', user: '', password: 'sip-secret', pin: 'AB:CD' },
      { address: 'wss://pbx.example:8089/ws', domain: '', user: '', password: 'sip-secret', pin: 'EF:01' },
      { address: 'ws://pbx.example:8088/ws', domain: '', user: '', password: '', pin: '' },
      [
        { field: 'voice.address', rule: 'scheme' },
        { field: 'voice.address', rule: 'user-in-address' },
      ],
      { address: 'wss://pbx.example:8089/ws', domain: '', user: '', pin: 'EF:01', hasPassword: true },
      false,
      null,
      0,
    ]);
  });

  it.each(['', 'ftp://pbx', 'http://user:pw@pbx', 'http://', 'a b', 'javascript:alert(1)', 'http://pbx\\x'])(
    'refuses the address %j',
    (address) => {
      expect(readAddress(address)).toMatchObject({
        ok: false,
        error: { code: 'invalid-input', params: { field: 'address' } },
      });
    },
  );
});

describe('journal', () => {
  it('keeps the newest 500 pops', async () => {
    const storage = createMemoryStorage();
    const journal = await openJournal({ storage, log: createMemoryLog() });
    journal.change({ pops: Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`${i}/ring`, i])) });
    await journal.saved();
    const again = await openJournal({ storage, log: createMemoryLog() });
    expect([
      Object.keys(again.value().pops).length,
      again.value().pops['599/ring'],
      again.value().pops['99/ring'],
    ]).toEqual([500, 599, undefined]);
  });
});
