import { type EndpointName, endpointNames, endpointOf } from './index';

/** The endpoints whose sections or whose row of chapter 3 name this code; the common codes may come from any endpoint. */
export const endpointsRefusingWith = (code: number): readonly EndpointName[] =>
  endpointNames.filter((name) => endpointOf(name).errors.some((error) => error.code === code));
