import { afterEach, expect, test, vi } from 'vitest';
import { canRequestHeadset, headsetChannel, requestHeadset } from './headset-request';
import { TestHidDevice } from './testing/hid';

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'hid');
});

function browser(chosen: (() => Promise<readonly TestHidDevice[]>) | null): { posted: string[]; asked: unknown[] } {
  const posted: string[] = [];
  const asked: unknown[] = [];
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      readonly name: string;
      constructor(name: string) {
        this.name = name;
      }
      postMessage(text: string): void {
        posted.push(`${this.name} ${text}`);
      }
      close(): void {
        posted.push('closed');
      }
    },
  );
  if (chosen)
    Object.defineProperty(navigator, 'hid', {
      configurable: true,
      value: {
        requestDevice: (options: unknown) => {
          asked.push(options);
          return chosen();
        },
      },
    });
  return { posted, asked };
}

test('the person chooses among telephony devices; the audio page is told', async () => {
  const { posted, asked } = browser(async () => [new TestHidDevice()]);
  expect([canRequestHeadset(), await requestHeadset(), posted, asked]).toEqual([
    true,
    'chosen',
    [`${headsetChannel} allowed`, 'closed'],
    [{ filters: [{ usagePage: 0x0b }] }],
  ]);
});

test('nothing chosen, a device without buttons, a refusal, and a browser without HID are said as such', async () => {
  const said: string[] = [];
  const posted: string[] = [];
  for (const chosen of [
    async () => [],
    async () => [new TestHidDevice([{ usagePage: 0x0b, usage: 1 }])],
    async () => Promise.reject(new Error('no gesture')),
    null,
  ]) {
    Reflect.deleteProperty(navigator, 'hid');
    const made = browser(chosen);
    said.push(await requestHeadset());
    posted.push(...made.posted);
  }
  expect({ said, posted }).toEqual({ said: ['none', 'none', 'none', 'unsupported'], posted: [] });
});
