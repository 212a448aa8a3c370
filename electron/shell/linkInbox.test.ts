import { expect, test } from 'vitest';
import { readArguments } from '../integration/argv';
import { readLink } from '../integration/link';
import { createLinkInbox } from './linkInbox';

function setup() {
  const lines: string[] = [];
  const line = (event: string, fields?: Readonly<Record<string, unknown>>): void => {
    lines.push([event, ...Object.values(fields ?? {})].join(' '));
  };
  const dialled: string[] = [];
  const inbox = createLinkInbox({ info: line, warn: line, error: line });
  return {
    inbox,
    lines,
    dialled,
    door: { receiveDial: (text: string, source: string) => void dialled.push(`${source} ${text}`) },
  };
}

test('all four arrivals: what comes early waits, in order, and is handed over once', () => {
  const { inbox, lines, dialled, door } = setup();
  inbox.arguments(readArguments(['tel:2011', '2012']));
  inbox.link(readLink('callto:2013'));
  const early = [...dialled];
  let shown = 0;
  inbox.open(door, () => {
    shown += 1;
  });
  inbox.link(readLink('tel:2014'));
  inbox.link(readLink('https://no.link/'));
  expect({ early, dialled, shown, lines }).toEqual({
    early: [],
    dialled: ['link 2011', 'command-line 2012', 'link 2013', 'link 2014'],
    shown: 4,
    lines: ['link.received tel', 'link.received callto', 'link.received tel'],
  });
});

test('R21: a refused link leaves an audit line and reaches nobody', () => {
  const { inbox, lines, dialled, door } = setup();
  inbox.open(door, () => dialled.push('shown'));
  inbox.link(readLink('seatline://listen/2011'));
  inbox.link(readLink('seatline://transfer?to=1'));
  expect({ dialled, lines }).toEqual({
    dialled: [],
    lines: ['link.refused seatline listen other-verb', 'link.refused seatline transfer other-verb'],
  });
});

test('a page that fires links before the desk is there fills twenty places, not the memory', () => {
  const { inbox, lines, dialled, door } = setup();
  for (let n = 0; n < 500; n += 1) inbox.link(readLink(`tel:${n}`));
  inbox.open(door, () => {});
  expect([dialled.length, lines.filter((entry) => entry.startsWith('link.dropped')).length]).toEqual([20, 480]);
});
