import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { digestParameters, digestResponse } from '../../electron/desk/voice/digest';
import { isHeader, methodOf, readFrame, type SipFrame, writeFrame } from '../../electron/desk/voice/frame';
import type { Desk } from './app';
import { expect, test } from './app';

const password = 'hidden-3391';

/** A registrar that asks for SHA-256, which no page can answer by itself. */
async function startRegistrar() {
  const server = http.createServer();
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'sip' });
  const heard: string[] = [];
  const answer = (socket: WebSocket, frame: SipFrame, first: string, ...more: SipFrame['headers']): void => {
    const kept = frame.headers.filter((header) => isHeader(header, 'via', 'from', 'to', 'call-id', 'cseq', 'contact'));
    const headers = kept.map((header) =>
      isHeader(header, 'to') ? { ...header, value: `${header.value};tag=t` } : header,
    );
    socket.send(
      writeFrame({ first, headers: [...headers, ...more, { name: 'Content-Length', value: '0' }], body: '' }),
    );
  };
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const frame = readFrame(String(data));
      if (!frame || methodOf(frame) !== 'REGISTER') return;
      const header = frame.headers.find((one) => isHeader(one, 'authorization'));
      const given = header && digestParameters(header.value);
      const leaving = frame.headers.some((one) => isHeader(one, 'expires') && one.value === '0');
      if (!given) {
        const value = 'Digest realm="lab", nonce="n1", qop="auth", algorithm=SHA-256';
        answer(socket, frame, 'SIP/2.0 401 Unauthorized', { name: 'WWW-Authenticate', value });
        return;
      }
      const right = digestResponse({
        user: '2011',
        password,
        realm: 'lab',
        nonce: 'n1',
        algorithm: 'SHA-256',
        qop: 'auth',
        cnonce: given.get('cnonce') ?? '',
        nc: given.get('nc') ?? '',
        method: 'REGISTER',
        uri: given.get('uri') ?? '',
        body: '',
      });
      const known = given.get('response') === right;
      heard.push(`${leaving ? 'leaves' : 'registers'} ${known ? 'right' : 'wrong'}`);
      answer(socket, frame, known ? 'SIP/2.0 200 OK' : 'SIP/2.0 403 Forbidden', { name: 'Expires', value: '300' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    heard,
    address: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`,
    /** The exchange is gone for a moment. */
    drop: () => {
      for (const client of sockets.clients) client.terminate();
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const client of sockets.clients) client.terminate();
        sockets.close();
        server.close(() => resolve());
      }),
  };
}

const audioWindows = (desk: Desk) =>
  desk.main(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.webContents.getURL().includes('audio.html'))
      .map((window) => ({
        url: window.webContents.getURL(),
        visible: window.isVisible(),
        id: window.webContents.id,
      })),
  );

test('the telephone is a hidden window: registered by the desk’s answer, alive through reloads, gone with the seat', async ({
  desk,
  platform,
}) => {
  const registrar = await startRegistrar();
  try {
    await desk.call('session.saveProfile', {
      id: 'built-in',
      name: 'Built-in',
      address: platform.address,
      voice: { address: registrar.address, password },
    });
    const before = await audioWindows(desk);
    await desk.signIn();
    await expect.poll(async () => (await desk.topic('voice'))?.registration).toBe('registered');
    const first = await audioWindows(desk);
    const gained = (await desk.topic('host')).driver.includes('answer');
    await desk.reload();
    registrar.drop();
    await expect.poll(() => registrar.heard.length).toBe(2);
    await expect.poll(async () => (await desk.topic('voice'))?.registration).toBe('registered');
    const after = await audioWindows(desk);
    await desk.main(({ BrowserWindow }) => {
      const audio = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes('audio.html'));
      audio?.webContents.emit('render-process-gone', {} as never, { reason: 'crashed', exitCode: 1 } as never);
    });
    await expect.poll(() => registrar.heard.length).toBe(3);
    const reborn = (await audioWindows(desk))[0]?.id;
    await desk.call('session.signOut', { confirmed: true });
    await expect.poll(() => audioWindows(desk)).toEqual([]);
    expect({
      before,
      first: first.map(({ url, visible }) => [url, visible]),
      gained,
      same: after[0]?.id === first[0]?.id,
      reborn: reborn !== undefined && reborn !== first[0]?.id,
      heard: registrar.heard,
      secret: JSON.stringify(desk.log()).includes(password),
      frames: desk
        .log()
        .filter(({ event }) => event === 'sip')
        .slice(0, 4)
        .map(({ way, kind }) => `${String(way)} ${String(kind)}`),
    }).toEqual({
      before: [],
      first: [['seatline://app/audio.html', false]],
      gained: true,
      same: true,
      reborn: true,
      heard: ['registers right', 'registers right', 'registers right', 'leaves right'],
      secret: false,
      frames: ['out REGISTER', 'in 401 REGISTER', 'out REGISTER', 'in 200 REGISTER'],
    });
  } finally {
    await registrar.close();
  }
});

test('only the audio page’s window may become the audio page', async ({ desk, platform }) => {
  const registrar = await startRegistrar();
  try {
    await desk.call('session.saveProfile', {
      id: 'built-in',
      name: 'Built-in',
      address: platform.address,
      voice: { address: registrar.address, password },
    });
    await desk.signIn();
    await expect.poll(async () => (await desk.topic('voice'))?.registration).toBe('registered');
    const told = await desk.page.evaluate(async () => {
      const seen: unknown[] = [];
      const off = window.seatline?.onMessage((message) => {
        if ((message as { t: string }).t === 'audio') seen.push(message);
      });
      window.seatline?.send({ t: 'audio', message: { t: 'hello' } });
      window.seatline?.send({ t: 'audio', message: { t: 'wanted', on: false } });
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      off?.();
      return seen;
    });
    expect([told, (await desk.topic('voice'))?.registration]).toEqual([[], 'registered']);
  } finally {
    await registrar.close();
  }
});
