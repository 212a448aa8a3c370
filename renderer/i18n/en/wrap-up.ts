import type { Texts } from '../texts';
import type { wrapUp as zh } from '../zh-CN/wrap-up';

export const wrapUp: Texts<typeof zh> = {
  title: 'Wrap-up',
  note: 'Note',
  notePlaceholder: 'Key points; saved as you type',
  saved: 'Saved',
  saving: 'Saving…',
  notSaved: 'Not saved, will try again',
  disposition: 'Disposition',
  dispositions: {
    solved: 'Solved',
    followUp: 'Follow up',
    callBack: 'Call back',
    order: 'Sold',
    intent: 'Interested',
    complaint: 'Complaint',
    wrong: 'Wrong number',
    silent: 'Silent',
    other: 'Other',
  },
  finish: 'Finish',
  extend: '+{{n}} s',
  left: 'Left',
  endless: 'No time limit',
};
