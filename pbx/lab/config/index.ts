import { coreFiles } from './core';
import { freepbxDialplan } from './freepbx';
import { localDialplan } from './local';
import { moduleList } from './modules';
import { phoneFiles } from './phones';
import { plainDialplan } from './plain';
import { serviceFiles } from './services';
import type { LabSetup } from './setup';

/** Every configuration file of a lab exchange, by its name. */
export const configuration = (setup: LabSetup): Readonly<Record<string, string>> => ({
  ...coreFiles(setup),
  'modules.conf': moduleList(setup),
  ...phoneFiles(setup),
  ...serviceFiles(setup),
  'extensions.conf': (setup.flavour === 'plain' ? plainDialplan : freepbxDialplan)(setup) + localDialplan,
});
