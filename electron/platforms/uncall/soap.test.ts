import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';
import { operationNames, operationOf } from '../../../shared/uncall';
import { envelope } from './soap';
import { wsdl } from './testing/answers';
import { readWsdl } from './wsdl';

/** What another XML parser, which knows namespaces, finds in a request: the operation and its parts. */
function readBy(text: string): { operation: string; parts: [string, string][] } {
  const parser = new SaxesParser({ xmlns: true });
  const open: { uri: string; local: string; text: string }[] = [];
  const found: { operation: string; parts: [string, string][] } = { operation: '', parts: [] };
  parser.on('opentag', ({ uri, local, attributes }) => {
    const type = Object.values(attributes).find((attribute) => attribute.local === 'type')?.value;
    open.push({ uri, local, text: '' });
    if (open.length === 3) found.operation = `${uri} ${local}`;
    if (open.length === 4 && type !== 'xsd:string') throw new Error(`part ${local} has the type ${type}`);
  });
  parser.on('text', (part) => {
    const top = open.at(-1);
    if (top) top.text += part;
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed && open.length === 3) found.parts.push([closed.local, closed.text]);
  });
  parser.write(text).close();
  return found;
}

it('1,000 requests are read by another parser to the very same arguments', () => {
  const hostile = [
    '中文',
    '😀',
    `&<>"'`,
    ']]>',
    '<![CDATA[',
    '&amp;',
    '\r\n',
    '\t',
    '</strExten>',
    '<!-- -->',
    '\ufffd',
  ];
  const text = fc
    .oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constant('x'.repeat(30_000)))
    .map((value) => value.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''));
  const requests = fc.constantFrom(...operationNames).chain((name) => {
    const parts = Object.keys(operationOf(name).args);
    return fc.tuple(...parts.map(() => text)).map((values) => ({
      name,
      parts: parts.map((part, nth): [string, string] => [part, values[nth] ?? '']),
    }));
  });
  fc.assert(
    fc.property(requests, ({ name, parts }) => {
      const binding = { name, namespace: 'urn:Uncall', action: '', parts: [], encoded: true };
      expect(readBy(envelope(binding, parts))).toEqual({ operation: `urn:Uncall ${name}`, parts });
    }),
    { seed: 20140115, numRuns: 1_000 },
  );
});

it('a WSDL without prefixes, with several ports and foreign parts is read too', () => {
  const text = `<?xml version="1.0"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" xmlns:tns="urn:U" targetNamespace="urn:U">
  <!-- made by hand -->
  <types/><message name="in"><part name="strExten" type="xsd:string"/></message>
  <portType name="Get"><operation name="popEvent"/></portType>
  <portType name="Soap"><operation name="popEvent"><documentation>x</documentation><input message="tns:in"/></operation><operation name="hangUp"/></portType>
  <binding name="HttpBinding" type="tns:Get"><http:binding verb="GET"/></binding>
  <binding name="SoapBinding" type="tns:Soap"><soap:binding style="rpc"/>
    <operation name="popEvent"><soap:operation soapAction="urn:U#pop"/><input><soap:body use="literal"/></input></operation>
    <operation name="hangUp"/></binding>
  <service name="S"><port name="H" binding="tns:HttpBinding"/><port name="P" binding="tns:SoapBinding"><soap:address location="http://10.0.0.1/soap?a=1&amp;b=2"/></port></service>
</definitions>`;
  const found = readWsdl(`\ufeff${text}\n`);
  expect([found?.location, found && [...found.bindings.values()]]).toEqual([
    'http://10.0.0.1/soap?a=1&b=2',
    [
      { name: 'popEvent', namespace: 'urn:U', action: 'urn:U#pop', parts: ['strExten'], encoded: false },
      { name: 'hangUp', namespace: 'urn:U', action: '', parts: [], encoded: true },
    ],
  ]);
  expect([readWsdl('<html></html>'), readWsdl(wsdl().replace(/<wsdl:binding[\s\S]*<\/wsdl:binding>/, ''))]).toEqual([
    undefined,
    undefined,
  ]);
});
