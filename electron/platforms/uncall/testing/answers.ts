import { body, type FakeHttp, fakeHttp } from '../../mvb2000/testing/effects';
import type { HttpRequest, HttpResponse } from '../../wire/http';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
const soap =
  'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"';
const enveloped = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope ${soap}><SOAP-ENV:Body>${inside}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;

/** The ways in which services have been seen to put one text into an rpc answer. */
export const wrappings: Readonly<Record<string, (operation: string, document: string) => string>> = {
  'PHP, typed': (operation, document) =>
    enveloped(
      `<ns1:${operation}Response xmlns:ns1="urn:Uncall"><return xsi:type="xsd:string">${escaped(document)}</return></ns1:${operation}Response>`,
    ),
  CDATA: (operation, document) =>
    enveloped(
      `<m:${operation}Response xmlns:m="urn:Uncall"><return><![CDATA[${document}]]></return></m:${operation}Response>`,
    ),
  'Axis, value apart': (operation, document) =>
    enveloped(
      `<ns1:${operation}Response xmlns:ns1="urn:Uncall"><${operation}Return href="#id0"/></ns1:${operation}Response>` +
        `<multiRef id="id0" SOAP-ENC:root="0" xsi:type="xsd:string">${escaped(document)}</multiRef>`,
    ),
  'array of one': (operation, document) =>
    enveloped(
      `<ns1:${operation}Response xmlns:ns1="urn:Uncall"><return SOAP-ENC:arrayType="xsd:string[1]" xsi:type="SOAP-ENC:Array">` +
        `<item xsi:type="xsd:string">${escaped(document)}</item></return></ns1:${operation}Response>`,
    ),
  'not escaped': (operation, document) =>
    enveloped(
      `<ns1:${operation}Response xmlns:ns1="urn:Uncall"><return>${document.replace(/^<\?xml[^>]*\?>/, '')}</return></ns1:${operation}Response>`,
    ),
  'escaped twice': (operation, document) =>
    enveloped(
      `<ns1:${operation}Response xmlns:ns1="urn:Uncall"><return>${escaped(escaped(document))}</return></ns1:${operation}Response>`,
    ),
  'warnings before, SOAP 1.2 prefix': (operation, document) =>
    `<br />\n<b>Notice</b>: Undefined index: HTTP_RAW_POST_DATA in <b>/var/www/html/index.php</b> on line <b>3</b><br />\n` +
    `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><${operation}Response><result>${escaped(document)}</result></${operation}Response></env:Body></env:Envelope>\n`,
};

/** The usual wrapping. */
export const wrapped = (operation: string, document: string): string =>
  (wrappings['PHP, typed'] ?? ((_, text) => text))(operation, document);

export const fault = (code: string, text: string): string =>
  enveloped(
    `<SOAP-ENV:Fault><faultcode>SOAP-ENV:${code}</faultcode><faultstring>${escaped(text)}</faultstring></SOAP-ENV:Fault>`,
  );

export const operationIn = ({ body: sent }: HttpRequest): string => /<ns1:(\w+)/.exec(String(sent))?.[1] ?? '';

/** Arguments of a request, by part, in order. */
export const partsIn = ({ body: sent }: HttpRequest): readonly (readonly [string, string])[] =>
  [...String(sent).matchAll(/<(\w+)(?: xsi:type="xsd:string")?>([^<]*)<\/\1>/g)].map(([, part, text]) => [
    part ?? '',
    text ?? '',
  ]);

export const status = (code: number, text = ''): HttpResponse => ({ ...body(text), status: code });

/** A service with a WSDL that answers every call with `answer`. */
export function service(
  answer: (operation: string, request: HttpRequest) => string | HttpResponse,
  description: string | HttpResponse = wsdl(),
): FakeHttp {
  return fakeHttp((request) => {
    const reply = request.method === 'GET' ? description : answer(operationIn(request), request);
    return typeof reply === 'string' ? body(reply, { 'content-type': 'text/xml; charset=utf-8' }) : reply;
  });
}

/** A WSDL as PHP services of the time have it. */
export function wsdl(
  options: {
    readonly location?: string;
    readonly namespace?: string;
    readonly operations?: Readonly<Record<string, readonly string[]>>;
    readonly use?: 'encoded' | 'literal';
  } = {},
): string {
  const {
    location = 'http://192.168.160.211/uncall_api/index.php',
    namespace = 'urn:Uncall',
    use = 'encoded',
  } = options;
  const operations = Object.entries(options.operations ?? usual);
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions name="Uncall" targetNamespace="${namespace}" xmlns:tns="${namespace}" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
${operations.map(([name, parts]) => `<wsdl:message name="${name}Request">${parts.map((part) => `<wsdl:part name="${part}" type="xsd:string"/>`).join('')}</wsdl:message><wsdl:message name="${name}Response"><wsdl:part name="return" type="xsd:string"/></wsdl:message>`).join('\n')}
<wsdl:portType name="UncallPortType">${operations.map(([name]) => `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}Request"/><wsdl:output message="tns:${name}Response"/></wsdl:operation>`).join('\n')}</wsdl:portType>
<wsdl:binding name="UncallBinding" type="tns:UncallPortType"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
${operations.map(([name]) => `<wsdl:operation name="${name}"><soap:operation soapAction="${namespace}#${name}Action"/><wsdl:input><soap:body use="${use}" namespace="${namespace}"/></wsdl:input><wsdl:output><soap:body use="${use}" namespace="${namespace}"/></wsdl:output></wsdl:operation>`).join('\n')}
</wsdl:binding>
<wsdl:service name="UncallService"><wsdl:port name="UncallPort" binding="tns:UncallBinding"><soap:address location="${location}"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
}

const usual: Readonly<Record<string, readonly string[]>> = {
  UncallWorld: ['text'],
  OnClickCall: ['strExten', 'strToTel', 'strActionID'],
  popEvent: ['strExten'],
  getRecording: ['uid'],
  hangUp: ['strAgent'],
  getAllTask: ['id'],
  getTrunkList: ['strAgent'],
  addPhoneToTask: ['TaskID', 'Phones'],
};
