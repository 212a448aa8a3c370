import type { DriverProfile, PlatformDriver } from '../platforms/driver';
import { mvb2000Driver } from '../platforms/mvb2000/driver';
import { uncallDriver } from '../platforms/uncall/driver';
import type { Effects } from '../platforms/wire/effects';

/** The desk's driver of a platform, by vendor. */
export const driverOf = (profile: DriverProfile, effects: Effects): PlatformDriver =>
  ({ mvb2000: mvb2000Driver, uncall: uncallDriver })[profile.vendor](effects)(profile);
