import type { EndpointName } from './index';
import * as campaigns from './vocabulary/campaigns';
import * as dialling from './vocabulary/dialling';
import * as live from './vocabulary/live';
import * as messages from './vocabulary/messages';
import { lostCallReasons, queueEvents } from './vocabulary/queue-events';
import * as reports from './vocabulary/reports';
import type { Vocabulary } from './vocabulary/words';

/** Lists that a name has wherever it has one. */
const byName: Readonly<Record<string, Vocabulary>> = {
  ackcall: campaigns.keyAnswers,
  actiontype: campaigns.actionTypes,
  agentship: live.memberships,
  asexten: campaigns.directCalls,
  CALLDATA_AUTH: live.callDataChecks,
  CALLDATA_STATE: live.callDataStates,
  callstate: live.linkStates,
  cftype: live.forwardings,
  channelstate: live.channelStates,
  devicetype: live.deviceTypes,
  direct: dialling.directions,
  dirmark: messages.faxFolders,
  disposition: dialling.dispositions,
  dstchannelstate: live.channelStates,
  dstdir: messages.voicemailFolders,
  event: queueEvents,
  firstdialstatus: dialling.dialChoices,
  idcmp: messages.comparisons,
  item: reports.settingActions,
  keyname: campaigns.campaignSettings,
  lastdialstatus: dialling.dialChoices,
  lastexitreason: lostCallReasons,
  msgdir: messages.voicemailFolders,
  needinput: campaigns.choices,
  neednotify: campaigns.choices,
  needqs: campaigns.choices,
  processed: messages.smsStates,
  queueevent: queueEvents,
  reason: live.originateReasons,
  refchannelstate: live.channelStates,
  reporttype: messages.lostCallGroupings,
  rpttype: reports.reportTypes,
  runtype: campaigns.runTypes,
  srcchannelstate: live.channelStates,
  state: live.channelStates,
};

/** Where a name has another list: `endpoint?parameter` or `endpoint.field`, a nested field with its whole path. */
const byPlace: Readonly<Record<string, Vocabulary>> = {
  'ctigetdevice.type': live.deviceTypes,
  'getagentactivity.event': live.activityEvents,
  'getagentactivity?event': live.activityFilters,
  'getagentcalls.callstate': live.agentCallStates,
  'getagentcallrptdetail?flag': reports.agentIncomingFigures,
  'getagentcdrrptdetail?flag': reports.agentOutgoingFigures,
  'getagentpauserptdetail?flag': reports.agentPauseFigures,
  'getallstatus.devices.status': live.deviceStatuses,
  'getallstatus.parks.state': live.parkStates,
  'getallstatus.queues.members.status': live.agentStatuses,
  'getextensionstatus.status': live.deviceStatuses,
  'getfaxrecvlog.result': messages.faxResults,
  'getfaxrecvlog.status': messages.faxResults,
  'getfaxrecvlog?result': messages.faxResults,
  'getfaxrecvlogcount?result': messages.faxResults,
  'getnlprest.status': live.understandings,
  'getobtasks.status': campaigns.taskStates,
  'getobtasks?status': campaigns.taskStates,
  'gettaskreport.status': campaigns.taskStates,
  'gettaskreport?status': campaigns.taskStates,
  'setobtaskstatus?status': campaigns.taskStates,
  'getobdiallist.status': campaigns.dialStates,
  'getobdiallist?duration': campaigns.durationChoices,
  'getobdiallist?status': campaigns.dialStates,
  'getparkedcall.state': live.parkStates,
  'getplatformrptdetail?flag': reports.platformFigures,
  'getqueuemember.status': live.agentStatuses,
  'getqueuerptdetail?flag': reports.queueFigures,
  'setobdiallist?status': campaigns.dialStates,
};

/**
 * The words for the values of a parameter (`'?status'`) or a field (`'.status'`, `'.devices.status'`) that has a
 * `values` list in the catalogue; undefined where its values need no words (0 and 1, yes and no, ASC and DESC).
 */
export function vocabularyOf(endpoint: EndpointName, at: `?${string}` | `.${string}`): Vocabulary | undefined {
  const place = `${endpoint}${at}`;
  if (Object.hasOwn(byPlace, place)) return byPlace[place];
  const name = at.split(/[?.]/).at(-1) ?? '';
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}

/** Every place that `vocabularyOf` names by itself; a test holds it against the catalogue. */
export const namedPlaces: readonly string[] = Object.keys(byPlace);
