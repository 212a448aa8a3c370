/** Signatures of Uncall Webservices 3.0 as its document prints them (chapters 3 and 4), written down here by hand. */
export const signatures = {
  UncallWorld: ['text'],
  OnClickCall: ['strExten', 'strToTel', 'strActionID'],
  popEvent: ['strExten'],
  getRecording: ['uid'],
  setBuys: ['strExten'],
  setIdle: ['strExten'],
  keepCalling: ['strExten'],
  restoreCalling: ['strAgent', 'strExten'],
  transferCall: ['strAgent', 'strExten'],
  feedBack: ['strAgent'],
  monitorExten: ['strAgent', 'strExten'],
  whisper: ['strAgent', 'strExten'],
  hangUp: ['strAgent'],
  getReordingFilesList: ['strAgent'],
  delReordingFiles: ['name'],
  getTrunkList: ['strAgent'],
  getIncomingIVR: ['strAgent'],
  getIncomingQueues: ['strAgent'],
  addIvrTask: [
    'create_users',
    'task_name',
    'task_out_line',
    'incoming_ivr_values',
    'call_max',
    'task_callerid',
    'start_time',
    'end_time',
    'recording_files',
  ],
  addQueueTask: [
    'create_users',
    'task_name',
    'task_out_line',
    'incoming_queue_values',
    'call_max',
    'task_cortrol_type',
    'task_override',
    'task_callerid',
    'start_time',
    'end_time',
    'recording_files',
  ],
  addPhoneToTask: ['TaskID', 'Phones'],
  updateTask: ['id', 'task_status', 'call_max', 'task_override'],
  delTask: ['id'],
  getAllTask: ['id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Operation = keyof typeof signatures;

/** The WSDL 1.1 of a PHP service of the time: rpc, encoded, every part a string. */
export function describe(location: string, without: readonly string[] = []): string {
  const operations = Object.entries(signatures).filter(([name]) => !without.includes(name));
  const messages = operations.map(
    ([name, parts]) => `
  <message name="${name}Request">${parts.map((part) => `<part name="${part}" type="xsd:string"/>`).join('')}</message>
  <message name="${name}Response"><part name="return" type="xsd:string"/></message>`,
  );
  const port = operations.map(
    ([name]) => `
    <operation name="${name}"><input message="tns:${name}Request"/><output message="tns:${name}Response"/></operation>`,
  );
  const body =
    '<soap:body use="encoded" namespace="urn:Uncall" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>';
  const binding = operations.map(
    ([name]) => `
    <operation name="${name}">
      <soap:operation soapAction="urn:Uncall#${name}" style="rpc"/>
      <input>${body}</input>
      <output>${body}</output>
    </operation>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<definitions name="Uncall" targetNamespace="urn:Uncall" xmlns="http://schemas.xmlsoap.org/wsdl/"
  xmlns:tns="urn:Uncall" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
${messages.join('')}
  <portType name="UncallPortType">${port.join('')}
  </portType>
  <binding name="UncallBinding" type="tns:UncallPortType">
    <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>${binding.join('')}
  </binding>
  <service name="UncallService">
    <port name="UncallPort" binding="tns:UncallBinding"><soap:address location="${location}"/></port>
  </service>
</definitions>`;
}
