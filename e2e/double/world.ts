/**
 * Sources that run inside the page. `mainWorld` and `isolatedWorld` are joined by DOM events, which reach both worlds in
 * the same call: what the preload exposes can be called synchronously and may return functions, as with Electron's
 * contextBridge. Values cross as JSON text; a promise or a prototype is refused instead of being lost.
 */
const link = `
  const functions = new Map(); let count = 0;
  const pack = (value) => JSON.stringify(value, (key, entry) => {
    if (typeof entry === 'function') { const id = SIDE + (++count); functions.set(id, entry); return { $function: id }; }
    if (entry && typeof entry === 'object' && typeof entry.then === 'function') throw new Error('the double carries no promises over contextBridge');
    return entry;
  }) ?? 'null';
  const unpack = (text) => JSON.parse(text, (key, entry) => entry && typeof entry === 'object' && typeof entry.$function === 'string' ? proxy(entry.$function) : entry);
  let answer = null;
  const proxy = (id) => (...args) => {
    answer = null;
    dispatchEvent(new CustomEvent('double:call:' + OTHER, { detail: JSON.stringify({ id, args: pack(args) }) }));
    const got = answer; answer = null;
    if (!got) return undefined;
    if (got.error) throw new Error(got.error);
    return unpack(got.value);
  };
  addEventListener('double:call:' + SIDE, (event) => {
    const { id, args } = JSON.parse(event.detail); let value = 'null', error = '';
    try { const run = functions.get(id); if (!run) throw new Error('gone'); value = pack(run(...unpack(args))); } catch (cause) { error = String(cause && cause.message || cause); }
    dispatchEvent(new CustomEvent('double:answer:' + OTHER, { detail: JSON.stringify({ value, error }) }));
  });
  addEventListener('double:answer:' + SIDE, (event) => { answer = JSON.parse(event.detail); });
`;

/** Binding of the page's own world: a window is asked for. */
export const openBinding = '__electronDoubleOpen';

export const mainWorld = `(() => { const SIDE = 'm', OTHER = 'i'; ${link}
  const freeze = (value) => { if (value && typeof value === 'object') { Object.values(value).forEach(freeze); Object.freeze(value); } return value; };
  addEventListener('double:expose', (event) => {
    const { name, value } = JSON.parse(event.detail);
    Object.defineProperty(window, name, { value: freeze(unpack(value)), enumerable: true, writable: false, configurable: false });
  });
  // Electron asks the main process before a window exists; Chromium would have made it already.
  const ask = (url) => { let whole = String(url); try { whole = new URL(whole, location.href).href; } catch {} ${openBinding}(whole); return null; };
  window.open = (url = 'about:blank') => ask(url);
  addEventListener('click', (event) => {
    const link = event.composedPath().find((entry) => entry instanceof HTMLAnchorElement && entry.href);
    if (link && link.target && link.target !== '_self') { event.preventDefault(); ask(link.href); }
  });
})()`;

/** Name of the world that Electron gives preloads; the binding exists only there. */
export const isolatedName = 'Electron Isolated Context';
export const bindingName = '__electronDoubleSend';

/** @param preload text of the built preload; it gets a `require` that knows `electron` only, as in a sandbox */
export const isolatedWorld = (preload: string, inSubFrames: boolean): string => `(() => {
  if (window.top !== window && !${String(inSubFrames)}) return;
  const SIDE = 'i', OTHER = 'm'; ${link}
  const listeners = new Map();
  const on = (channel, run) => { listeners.set(channel, [...(listeners.get(channel) ?? []), run]); return ipcRenderer; };
  const off = (channel, run) => { listeners.set(channel, (listeners.get(channel) ?? []).filter((entry) => entry !== run)); return ipcRenderer; };
  const ipcRenderer = new Proxy({ on, off, addListener: on, removeListener: off, send: (channel, ...args) => { ${bindingName}(JSON.stringify({ channel, args })); } },
    { get: (target, key) => { if (key in target) return target[key]; throw new Error('the double has no ipcRenderer.' + String(key)); } });
  globalThis.__electronDouble = { emit: (channel, text) => { for (const run of listeners.get(channel) ?? []) run({ sender: ipcRenderer }, ...JSON.parse(text)); } };
  const contextBridge = { exposeInMainWorld: (name, value) => { dispatchEvent(new CustomEvent('double:expose', { detail: JSON.stringify({ name, value: pack(value) }) })); } };
  const require = (name) => { if (name === 'electron') return { contextBridge, ipcRenderer }; throw new Error('a sandboxed preload cannot require ' + name); };
  (function (require, module, exports) { ${preload}
  })(require, { exports: {} }, {});
})()`;
