import { describe, expect, test } from 'vitest';
import type { Endpoint, Field } from '../catalogue';
import { type Args, catalogue, endpointOf, type Row } from '../index';
import { campaignSettings } from '../vocabulary/campaigns';
import { agentIncomingFigures, agentOutgoingFigures, agentPauseFigures, queueFigures } from '../vocabulary/reports';
import { campaigns } from './campaigns';
import { reportSettings } from './report-settings';
import { reports } from './reports';

const columns = (endpoint: Endpoint): readonly string[] => Object.keys(endpoint.fields);
const missing = (names: readonly string[], endpoint: Endpoint): readonly string[] =>
  names.filter((name) => !columns(endpoint).includes(name));

describe('reports', () => {
  test('of a longer period have the columns of the day (§7.3 and its sisters refer to it)', () => {
    const { getplatformdayreport, getagentdayreport, getqueuedayreport, getareadayreport } = reports;
    const told = (fields: Readonly<Record<string, Field>>) =>
      Object.entries(fields).filter(([name]) => name !== 'rptdate');
    const families = [
      [
        getplatformdayreport,
        reports.getplatformweekreport,
        reports.getplatformmonthreport,
        reports.getplatformyearreport,
      ],
      [getagentdayreport, reports.getagentweekreport, reports.getagentmonthreport, reports.getagentyearreport],
      [getqueuedayreport, reports.getqueueweekreport, reports.getqueuemonthreport, reports.getqueueyearreport],
      [getareadayreport, reports.getareaweekreport, reports.getareamonthreport, reports.getareayearreport],
    ];
    for (const [day, ...longer] of families) {
      for (const each of longer) expect(told(each.fields)).toEqual(told(day?.fields ?? {}));
    }
    expect(families.flat().map(({ fields }) => Object.keys(fields).length)).toEqual(
      [30, 39, 28, 12].flatMap((count) => [count, count, count, count]),
    );
  });

  test('of the hour have those columns too, under the spellings of their own examples', () => {
    expect([
      missing(columns(reports.getplatformdayreport), reports.getplatformhourreport),
      missing(columns(reports.getqueuedayreport), reports.getqueuehourreport),
    ]).toEqual([['incomingivr'], ['avgansweredholdtime']]);
  });

  test('drill down by the names of their columns', () => {
    expect([
      missing(Object.keys(agentOutgoingFigures), reports.getagentdayreport),
      missing(Object.keys(agentIncomingFigures), reports.getagentdayreport),
      // The spelling that §7.23 prints once.
      missing(Object.keys(agentPauseFigures), reports.getagentdayreport),
      missing(Object.keys(queueFigures), reports.getqueuedayreport),
    ]).toEqual([[], [], ['unpausduration'], []]);
  });

  test('are slow, may be asked again, and their details count their rows', () => {
    const all = Object.entries<Endpoint>(reports);
    expect(all.filter(([, { pace, retry, mutates }]) => pace !== 'slow' || !retry || mutates)).toEqual([]);
    expect(all.filter(([, { total }]) => total).map(([name]) => name)).toEqual(
      all.map(([name]) => name).filter((name) => name.endsWith('rptdetail')),
    );
  });
});

test('the settings of the reports need the key of a row for everything but looking up', () => {
  const keys = Object.entries<Endpoint>(reportSettings).map(([name, { params }]) => [
    name,
    Object.keys(params).filter((param) => params[param]?.when),
  ]);
  expect(Object.fromEntries(keys)).toEqual({
    pbxconfig: ['pbxid'],
    agentlistconfig: ['pbxid', 'agentno'],
    queuelistconfig: ['pbxid', 'queueno'],
    qmrconfig: ['inputkey'],
    rptcontrol: ['pbxid', 'rpttype'],
  });
});

describe('outbound tasks', () => {
  test('a task is listed with everything that it can be made of, and changed in all but its kind and its maker', () => {
    const made = Object.keys(campaigns.addobtask.params);
    expect([
      missing(made, campaigns.getobtasks),
      made.filter((name) => !(name in campaigns.setobtask.params)),
      Object.keys(campaigns.setobtask.params).filter((name) => !made.includes(name)),
    ]).toEqual([[], ['actiontype', 'creater'], ['id']]);
  });

  test('each kind asks for what its section of §8.2 marks', () => {
    const { params }: Endpoint = campaigns.addobtask;
    const needs = (name: string, value: string): readonly string[] =>
      Object.keys(params).filter((param) => params[param]?.when?.[name]?.includes(value));
    expect(['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((kind) => needs('actiontype', kind))).toEqual([
      ['voicefile1'],
      ['voicefile1', 'voicefile2'],
      [],
      [],
      ['application'],
      ['context', 'exten', 'priority'],
      [],
      ['context', 'exten', 'priority'],
      [],
    ]);
    expect([needs('runtype', '0'), needs('runtype', '1')]).toEqual([[], ['timelist']]);
  });

  test('a task falls back on five of the ten settings (§8.2)', () => {
    const own = Object.keys(campaignSettings).filter((name) => name in campaigns.addobtask.params);
    expect([Object.keys(campaignSettings).length, own]).toEqual([
      10,
      ['timeout', 'maxretries', 'maxcalls', 'outtrunk', 'callerid'],
    ]);
  });

  test('nothing is repeated that changes a list or a task', () => {
    const changing = Object.entries<Endpoint>(campaigns).filter(([name]) => !name.startsWith('get'));
    expect([changing.length, changing.filter(([, { mutates, retry }]) => !mutates || retry)]).toEqual([18, []]);
  });
});

test('shared tables keep their literal types', () => {
  const start: Args<'setobtaskstatus'> = { id: 7, status: 'B' };
  // @ts-expect-error R is a state that the platform sets
  const running: Args<'setobtaskstatus'> = { id: 7, status: 'R' };
  const notice: Args<'addobtask'> = {
    name: '回访',
    actiontype: '1',
    runtype: '0',
    begindate: '2026-03-01',
    enddate: '2026-03-31',
    voicefile1: 'custom/notice',
  };
  // @ts-expect-error ten is no kind of a task
  const odd: Args<'addobtask'>['actiontype'] = '10';
  // @ts-expect-error the first day is required
  const undated: Args<'getagentdayreport'> = { agentno: '2011' };
  const figure: Args<'getqueuerptdetail'>['flag'] = 'answeredin20';
  const day: Pick<Row<'getagentdayreport'>, 'incomingcalls' | 'agentno'> = { incomingcalls: null, agentno: '601' };
  const area: Pick<Row<'getareadayreport'>, 'areacode' | 'incomingrate'> = { areacode: '0531', incomingrate: 96 };
  expect([
    start.status,
    running.status,
    notice.actiontype,
    odd,
    undated.agentno,
    figure,
    day.agentno,
    area.areacode,
  ]).toEqual(['B', 'R', '1', '10', '2011', 'answeredin20', '601', '0531']);
  expect(endpointOf('addobtask')).toBe(catalogue.addobtask);
});
