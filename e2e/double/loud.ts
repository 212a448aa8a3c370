import { EventEmitter } from 'node:events';

/** Names that Node, promises and the inspector ask of any object. */
const quiet = new Set([
  'then',
  'toJSON',
  'inspect',
  '__esModule',
  'constructor',
  'nodeType',
  'tagName',
  'default',
  'domain',
]);

/** An object that throws when asked for a member it does not have: the double never answers for what it cannot do. */
export function loud<T extends object>(target: T, name: string): T {
  return new Proxy(target, {
    get: (object, key, receiver) => {
      if (typeof key === 'symbol' || key in object || quiet.has(key) || key.startsWith('_'))
        return Reflect.get(object, key, receiver);
      throw new Error(`the double of electron has no ${name}.${key}`);
    },
  });
}

/** Base of the double's classes: their instances are loud too. Private fields of subclasses land on the proxy. */
export class Loud extends EventEmitter {
  constructor(name: string) {
    super();
    // biome-ignore lint/correctness/noConstructorReturn: the proxy is the instance
    return loud(this, name);
  }
}
