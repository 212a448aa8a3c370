import { type Operates, refused, succeeded } from './operation';

const ending = '.wav';

/** §4.4–4.9: what a task can be made of. */
export const stock: Operates<
  'getReordingFilesList' | 'delReordingFiles' | 'getTrunkList' | 'getIncomingIVR' | 'getIncomingQueues'
> = {
  getReordingFilesList: (_, { store }) => ({
    rows: store.prompts.list().map(({ name }) => ({ name: `${name}${ending}` })),
  }),

  delReordingFiles({ name }, { store }) {
    const stem = name.endsWith(ending) ? name.slice(0, -ending.length) : '';
    return stem !== '' && store.prompts.remove(stem) ? succeeded : refused('name is error');
  },

  // The number is put behind the value, which is why it ends in a slash.
  getTrunkList: (_, { engine }) => ({
    rows: engine.trunks().map(({ name }) => ({ description: name.replace(/^[^/]*\//, ''), value: `${name}/` })),
  }),

  getIncomingIVR: (_, { engine }) => ({
    rows: engine.menus().map(({ id, name }) => ({ value: id, description: name })),
  }),

  getIncomingQueues: (_, { engine }) => ({
    rows: engine.queues().map(({ no, name }) => ({ value: no, description: name })),
  }),
};
