import { describe, expect, test } from 'vitest';
import { type EndpointName, endpointNames, endpointOf } from '../../../shared/webcti/index';
import { FakeClock } from './testing/clock';
import { type Answering, body, endpointIn, fakeHttp, paramsOf, success, testEffects } from './testing/effects';
import { createWebcti, type Webcti } from './webcti';

function open(answer: Answering, generation?: 'webservice') {
  const clock = new FakeClock(Date.UTC(2026, 4, 6, 2, 0, 0));
  const http = fakeHttp(answer);
  const profile = { address: 'http://pbx/mvb/', key: 'k', pin: '', generation };
  return { webcti: createWebcti(profile, testEffects(clock, http)), http };
}
type Any = (...given: readonly unknown[]) => Promise<{ readonly ok: boolean }>;
const method = (webcti: Webcti, name: EndpointName) => webcti[name] as unknown as Any;
const file = { name: 'a.wav', bytes: Buffer.from('RIFF') };

test('every endpoint of the document is a method, and nothing else is but the client and its end', () => {
  const { webcti } = open(() => body(success()));
  expect([endpointNames.length, Object.keys(webcti).sort()]).toEqual([
    205,
    [...endpointNames, 'client', 'close'].sort(),
  ]);
});

describe('each method asks its own endpoint', () => {
  const sound = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), Buffer.alloc(40)]);
  test.each(endpointNames.filter((name) => name !== 'integratedlogin'))('%s', async (name) => {
    const { envelope, path, params, method: way } = endpointOf(name);
    const row = Object.fromEntries(Object.keys(endpointOf(name).fields).map((field) => [field, '1']));
    const { webcti, http } = open(() => body(envelope === 'binary' ? sound : success([row])));
    const args = Object.fromEntries(Object.keys(params).map((param) => [param, `v-${param}`]));
    const given = way === 'multipart' ? [{ filename: 'v-filename' }, file] : [args];
    const answer = await method(webcti, name)(...given);
    const asked = http.requests.filter(
      (request) => name === 'ctigetdatetime' || endpointIn(request) !== 'ctigetdatetime',
    );
    const sent = asked.map((request) => (way === 'multipart' ? given[0] : without(paramsOf(request))));
    expect({ ok: answer.ok, urls: asked.map(({ url }) => url.split('?')[0]), sent }).toEqual({
      ok: true,
      urls: [`http://pbx/mvb/${path}`],
      sent: [given[0]],
    });
  });
});

test('what is posted and what is not is the table and its secrets', async () => {
  const { webcti, http } = open(() => body(success()));
  const posted: EndpointName[] = [];
  for (const name of endpointNames) {
    if (name === 'integratedlogin' || name === 'putrecordings') continue;
    http.requests.length = 0;
    const { params } = endpointOf(name);
    await method(webcti, name)(Object.fromEntries(Object.keys(params).map((param) => [param, 'v'])));
    if (http.requests.some(({ method: verb, url }) => verb === 'POST' && url.includes(`/${name}.php`)))
      posted.push(name);
  }
  expect(posted).toEqual(['addspecialagent', 'setspecialagent']);
});

test('the integrated login is a form for each of the four pages, signed with the key of the day', () => {
  const { webcti, http } = open(() => body(success()));
  const account = { frienduser: 'admin', friendpass: '123456' };
  const forms = (['home', 'menus', 'tools', 'reports'] as const).map((page) => webcti.integratedlogin(account, page));
  // The web key `k` on 2026-05-06; the password is the one of the document.
  const fields = {
    webkey: 'bfc368ee3e29ebcab1d0c0c594f708cf',
    frienduser: 'admin',
    friendpass: 'e10adc3949ba59abbe56e057f20f883e',
  };
  expect([forms, webcti.integratedlogin({ frienduser: '', friendpass: '' }), http.requests]).toEqual([
    [
      { ok: true, value: { url: 'http://pbx/mvb/admin/config.php', fields } },
      { ok: true, value: { url: 'http://pbx/mvb/admin/config.php?type=setup&display=ivr', fields } },
      { ok: true, value: { url: 'http://pbx/mvb/admin/config.php?type=tool', fields } },
      { ok: true, value: { url: 'http://pbx/mvb/admin/reports.php', fields } },
    ],
    { ok: false, error: expect.objectContaining({ code: 'not-supported', tried: 'integratedlogin' }) },
    [],
  ]);
});

describe('the older generation', () => {
  test.each([
    ['JSON with its prefix', 'var responseJSON={"root":{"row":[{"queueno":"90","description":"售后"}]}};'],
    ['bare JSON', '{"root":{"row":[{"queueno":"90","description":"售后"}]}}'],
    ['one row without a list', '{"root":{"row":{"queueno":"90","description":"售后"}}}'],
    ['XML', '<?xml version="1.0"?><root><row><queueno>90</queueno><description>售后</description></row></root>'],
    ['XML that is none', '<root><row><queueno>90</queueno><description>售后</description><x><y></x></row></root>'],
  ])('answers under its own folder: %s', async (_, text) => {
    const { webcti, http } = open(() => body(text), 'webservice');
    const answer = await webcti.getqueuelist();
    const paths = new Set(http.requests.map(({ url }) => url.split('?')[0]?.replace('http://pbx/mvb/', '')));
    expect([answer, paths]).toEqual([
      { ok: true, value: expect.objectContaining({ rows: [{ queueno: '90', description: '售后' }] }) },
      new Set(['webservice/ctigetdatetime.php', 'webservice/getqueuelist.php']),
    ]);
  });

  test('knows reports and tasks below its folder too', async () => {
    const { webcti, http } = open(() => body('{"root":{"row":[]}}'), 'webservice');
    const answers = [await webcti.getobparams(), await webcti.rptcontrol({ item: 'find' })];
    expect([answers.map(({ ok }) => ok), http.requests.slice(-2).map(({ url }) => url.split('?')[0])]).toEqual([
      [true, true],
      ['http://pbx/mvb/webservice/outcall/getobparams.php', `http://pbx/mvb/webservice/report/rptcontrol.php`],
    ]);
  });
});

test('types: arguments and answers are those of the table', async () => {
  const { webcti } = open(() => body(success([{ queueno: '90', description: 'x' }])));
  const wrong = [
    // @ts-expect-error a required parameter is missing
    () => webcti.ctihangup(),
    // @ts-expect-error a required parameter is missing
    () => webcti.ctihangup({}),
    // @ts-expect-error no parameter of this endpoint
    () => webcti.getqueuelist({ queue: '90' }),
    // @ts-expect-error not one of its values
    () => webcti.getmonitor({ filename: 'x', checkonly: '2' }),
    // @ts-expect-error an upload needs its file
    () => webcti.putrecordings({}),
    // @ts-expect-error the file is no text among the arguments
    () => webcti.putrecordings({ ivrfile: 'x' }, file),
    // @ts-expect-error four pages
    () => webcti.integratedlogin({ frienduser: 'a', friendpass: 'b' }, 'other'),
    // @ts-expect-error no endpoint of that name
    () => webcti.getqueuelists(),
  ];
  const queues = await webcti.getqueuelist();
  const first: { readonly queueno: string } | undefined = queues.ok ? queues.value.rows[0] : undefined;
  // @ts-expect-error a file has no rows
  const rows = async () => (await webcti.getmonitor({ filename: 'x' })).value.rows;
  const size = async (): Promise<number | null> => {
    const answer = await webcti.getmonitor({ filename: 'x' }, { limitBytes: 10 });
    return answer.ok ? answer.value.size : null;
  };
  expect([wrong.length, first?.queueno, typeof rows, typeof size]).toEqual([8, '90', 'function', 'function']);
});

const without = ({ webkey: _, json: __, ...rest }: Readonly<Record<string, string>>) => rest;
