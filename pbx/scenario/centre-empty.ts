import type { CentreConfig } from './centre';
import { commonCentre } from './centre-parts';

/** Nobody and nothing, for a platform whose exchange has people and telephones of its own. */
export const emptyCentre = (): CentreConfig => ({
  ...commonCentre,
  name: '',
  devices: [],
  users: [],
  trunks: [],
  queues: [],
  menus: [],
  conferenceRooms: [],
  recordedRooms: [],
  parkingLots: [],
});
