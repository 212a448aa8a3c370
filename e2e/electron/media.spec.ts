import { wavOf } from '../support/wav';
import { expect, platformKey, test } from './app';
import { openFront } from './front';

test('a recording of the platform is heard in the page, seeks, and ends with the sign-out; the page never sees where it is', async ({
  desk,
  platform,
}) => {
  const recording = wavOf(300);
  const front = await openFront(platform);
  const asked: string[] = [];
  front.answers.set('getmonitornums', (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ errcode: 0, message: 'SUCCESS', data: [{ filename: 'a.wav' }, { filename: 'b.wav' }] })),
  );
  // As a script sends it: no parts, some type.
  front.answers.set('getmonitorbyuid', (request, response) => {
    asked.push(/[?&]recno=(\d+)/.exec(request.url ?? '')?.[1] ?? '');
    response
      .writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': recording.length,
        'content-disposition': 'attachment; filename="1421960697.191.wav"',
      })
      .end(recording);
  });
  const saved = await desk.call('session.saveProfile', { name: 'Office', address: front.address, key: platformKey });
  if (!saved.ok) throw new Error(saved.error.code);
  const { id } = saved.value as { id: string };
  await desk.call('session.signIn', { profileId: id, agent: '2011', device: '2011', takeOver: true });
  const opened = await desk.call('recording.open', { id: '1421960697.191', part: 2 }, 'query');
  if (!opened.ok) throw new Error(`${opened.error.code} ${opened.error.message}`);
  const { url } = opened.value as { url: string };
  const heard = await desk.page.evaluate(async (source) => {
    const audio = new Audio();
    audio.muted = true;
    const once = (name: string): Promise<void> =>
      new Promise((resolve, reject) => {
        audio.addEventListener(name, () => resolve(), { once: true });
        audio.addEventListener('error', () => reject(new Error(`audio error ${audio.error?.code}`)), { once: true });
      });
    audio.src = source;
    await once('loadedmetadata');
    const seeks: number[] = [];
    for (const to of [290, 10]) {
      audio.currentTime = to;
      await once('seeked');
      seeks.push(audio.currentTime);
    }
    const part = await fetch(source, { headers: { range: 'bytes=44-143' } });
    const save = await fetch(`${source}?save=1`, { headers: { range: 'bytes=0-0' } });
    return {
      origin: new URL(audio.currentSrc).origin === location.origin,
      duration: audio.duration,
      seeks,
      part: [part.status, part.headers.get('content-range'), (await part.arrayBuffer()).byteLength],
      type: part.headers.get('content-type'),
      save: save.headers.get('content-disposition'),
    };
  }, url);
  const text = JSON.stringify([await desk.page.content(), opened, await desk.topic('commands'), desk.log()]);
  await desk.call('session.signOut', { confirmed: true });
  const after = await desk.page.evaluate(async (source) => (await fetch(source)).status, url);
  await front.close();
  expect({
    opened: opened.value,
    heard,
    after,
    asked,
    told: [front.host, platformKey, 'getmonitorbyuid', url].map((secret) =>
      text.replace(JSON.stringify(url), '').includes(secret),
    ),
  }).toEqual({
    opened: { url: expect.stringMatching(/^\/media\/[\w-]{32}$/), name: '1421960697.191.wav', part: 2, parts: 2 },
    heard: {
      origin: true,
      duration: 300,
      seeks: [290, 10],
      part: [206, 'bytes 44-143/4800044', 100],
      type: 'audio/wav',
      save: `attachment; filename="1421960697.191.wav"; filename*=UTF-8''1421960697.191.wav`,
    },
    after: 404,
    asked: ['1'],
    told: [false, false, false, false],
  });
});
