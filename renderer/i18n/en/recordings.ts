import type { Texts } from '../texts';
import type { recordings as zh } from '../zh-CN/recordings';

export const recordings: Texts<typeof zh> = {
  play: 'Play the recording of {{title}}',
  playing: 'Playing the recording of {{title}}',
  player: 'Recording: {{title}}',
  sound: 'Recording of {{title}}',
  part: 'Part {{n}} of {{of}}',
  before: 'Previous part',
  after: 'Next part',
  first: 'This is the first part',
  last: 'This is the last part',
  broken: 'The recording could not be played. Try again, or save it and listen to the file.',
  save: 'Save',
  close: 'Close the recording',
  opening: 'Opening the recording…',
};
