import type { DriverProfile } from '../../driver';

/** A profile of a test: what it does not say is empty. */
export const profileOf = (some: Partial<DriverProfile>): DriverProfile => ({
  vendor: 'mvb2000',
  address: 'http://pbx',
  key: 'k',
  pin: '',
  features: {},
  admin: { user: '', password: '' },
  tasks: { address: '', user: '', password: '' },
  ...some,
});
