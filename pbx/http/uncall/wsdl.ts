import { operationNames, operationOf } from '../../../shared/uncall';
import { escapeAttribute, escapeXml, namespace } from './envelope';

const encoding = 'http://schemas.xmlsoap.org/soap/encoding/';

/**
 * The WSDL 1.1 of the service: rpc/encoded, every part and every answer one string, as the PHP services of the time
 * describe themselves. PHP's SoapClient, Apache Axis 1 and npm's `soap` read it.
 */
export function describeService(location: string): string {
  const body = `<soap:body use="encoded" namespace="${namespace}" encodingStyle="${encoding}"/>`;
  const each = (print: (name: string, parts: readonly string[], about: string) => string): string =>
    operationNames
      .map((name) => print(name, Object.keys(operationOf(name).args), operationOf(name).purpose.en))
      .join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions name="Uncall" targetNamespace="${namespace}" xmlns="http://schemas.xmlsoap.org/wsdl/"
  xmlns:tns="${namespace}" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap-enc="${encoding}">
${each(
  (name, parts) => `  <message name="${name}Request">${parts
    .map((part) => `<part name="${part}" type="xsd:string"/>`)
    .join('')}</message>
  <message name="${name}Response"><part name="return" type="xsd:string"/></message>`,
)}
  <portType name="UncallPortType">
${each(
  (
    name,
    parts,
    about,
  ) => `    <operation name="${name}"${parts.length > 1 ? ` parameterOrder="${parts.join(' ')}"` : ''}>
      <documentation>${escapeXml(about)}</documentation>
      <input message="tns:${name}Request"/>
      <output message="tns:${name}Response"/>
    </operation>`,
)}
  </portType>
  <binding name="UncallBinding" type="tns:UncallPortType">
    <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
${each(
  (name) => `    <operation name="${name}">
      <soap:operation soapAction="${namespace}#${name}" style="rpc"/>
      <input>${body}</input>
      <output>${body}</output>
    </operation>`,
)}
  </binding>
  <service name="UncallService">
    <port name="UncallPort" binding="tns:UncallBinding"><soap:address location="${escapeAttribute(location)}"/></port>
  </service>
</definitions>
`;
}
