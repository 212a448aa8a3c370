/**
 * The words of WEBCTI2, for the imports that know this file; the lists live in `./vocabulary`, chapter by chapter.
 */
export * from './vocabulary/campaigns';
export * from './vocabulary/dialling';
export * from './vocabulary/hangup-causes';
export * from './vocabulary/live';
export * from './vocabulary/messages';
export * from './vocabulary/queue-events';
export * from './vocabulary/refusals';
export * from './vocabulary/reports';
export * from './vocabulary/variables';
export * from './vocabulary/words';
