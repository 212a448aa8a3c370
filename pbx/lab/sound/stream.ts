import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '../../../shared/domain/time';
import { Ear } from './ear';
import { toUlaw } from './ulaw';

const keys = '0123456789*#ABCD';
/** A key lasts five packets and ends with three equal ones (RFC 4733 §2.5.1.4); 80 ms of sound part two keys. */
const keyPackets = 8;
const pausePackets = 4;
const packetMs = 20;
const packetSamples = 160;

/** The sound of one call: a tone out, an ear, keys both ways. Opened at once, so that its port can be offered. */
export interface SoundStream {
  readonly port: number;
  readonly ear: Ear;
  /** Starts to send there, or sends elsewhere from now on. */
  sendTo(target: { readonly host: string; readonly port: number; readonly eventType: number }): void;
  /** Sends nothing while muted; keys are sent all the same. */
  mute(on: boolean): void;
  /** Resolves when the last of them is sent. */
  press(digits: string): Promise<void>;
  close(): void;
}

/** @param onKey each key that the other side has pressed */
export async function openSound(
  clock: Clock,
  host: string,
  tone: number,
  onKey: (key: string) => void,
): Promise<SoundStream> {
  const socket = await bound(host);
  const ear = new Ear();
  const source = randomBytes(4);
  let target: Parameters<SoundStream['sendTo']>[0] | null = null;
  let cancel = (): void => {};
  let closed = false;
  let muted = false;
  let sequence = randomBytes(2).readUInt16BE();
  let timestamp = randomBytes(4).readUInt32BE();
  let phase = 0;
  let due = 0;
  const toPress: { key: number; done: () => void }[] = [];
  let pressing = 0;
  let lastKeyAt = -1;

  socket.on('error', () => {});
  socket.on('message', (packet) => {
    if (packet.length < 12) return;
    const type = packet.readUInt8(1) & 0x7f;
    if (type === 0) ear.hear(packet.subarray(12), clock.monotonic());
    else if (packet.length >= 16 && (type === target?.eventType || type === 101)) {
      const at = packet.readUInt32BE(4);
      if (at === lastKeyAt) return;
      lastKeyAt = at;
      onKey(keys[packet.readUInt8(12)] ?? '');
    }
  });

  const send = (type: number, marked: boolean, at: number, payload: Buffer): void => {
    if (!target) return;
    const packet = Buffer.alloc(12 + payload.length);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(type | (marked ? 0x80 : 0), 1);
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE(at, 4);
    source.copy(packet, 8);
    payload.copy(packet, 12);
    sequence = (sequence + 1) & 0xffff;
    socket.send(packet, target.port, target.host);
  };
  const sound = (): Buffer => {
    const payload = Buffer.alloc(packetSamples, 0xff);
    if (tone > 0)
      for (let i = 0; i < packetSamples; i += 1) {
        payload[i] = toUlaw(8000 * Math.sin(phase));
        phase = (phase + (2 * Math.PI * tone) / 8000) % (2 * Math.PI);
      }
    return payload;
  };
  const keyPacket = (key: number): Buffer => {
    const ending = pressing >= keyPackets - 3;
    const payload = Buffer.alloc(4);
    payload.writeUInt8(key, 0);
    payload.writeUInt8((ending ? 0x80 : 0) | 10, 1);
    payload.writeUInt16BE(packetSamples * (Math.min(pressing, keyPackets - 3) + 1), 2);
    return payload;
  };
  const tick = (): void => {
    if (closed || !target) return;
    // A machine that was busy catches up, but for what nobody would hear any more.
    for (let count = 0; due <= clock.monotonic() && count < 5; count += 1) {
      due += packetMs;
      const current = toPress[0];
      if (current && pressing < keyPackets)
        // All packets of a key bear the time at which it went down (RFC 4733 §2.2).
        send(
          target.eventType,
          pressing === 0,
          (timestamp - packetSamples * Math.min(pressing, keyPackets)) >>> 0,
          keyPacket(current.key),
        );
      else if (!muted) send(0, false, timestamp, sound());
      timestamp = (timestamp + packetSamples) >>> 0;
      if (current) pressing += 1;
      if (current && pressing >= keyPackets + pausePackets) {
        toPress.shift();
        pressing = 0;
        current.done();
      }
    }
    due = Math.max(due, clock.monotonic() - packetMs);
    cancel = clock.after(Math.max(1, due - clock.monotonic()), tick);
  };

  return {
    port: socket.address().port,
    ear,
    sendTo(next) {
      const first = target === null;
      target = next;
      if (!first || closed) return;
      due = clock.monotonic();
      tick();
    },
    mute(on) {
      muted = on;
    },
    press: async (digits) => {
      await Promise.all(
        [...digits].map((digit) => {
          const key = keys.indexOf(digit);
          if (key < 0) throw new Error(`there is no key ${digit}`);
          return new Promise<void>((done) => {
            toPress.push({ key, done });
          });
        }),
      );
    },
    close() {
      if (closed) return;
      closed = true;
      cancel();
      for (const { done } of toPress.splice(0)) done();
      socket.close();
    },
  };
}

/** On a port that the system gives. */
const bound = (host: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4').once('error', reject);
    socket.bind(0, host, () => {
      socket.removeListener('error', reject);
      resolve(socket);
    });
  });
