import { childOf, childrenOf, type Element, parseXml } from './xml';

/** How one operation is spoken on this installation. */
export interface Binding {
  /** As the service spells it. */
  readonly name: string;
  readonly namespace: string;
  readonly action: string;
  /** Names of the parts, in their order. */
  readonly parts: readonly string[];
  readonly encoded: boolean;
}

export interface Description {
  /** `soap:address`; empty when there is none. */
  readonly location: string;
  /** By name in lower case. */
  readonly bindings: ReadonlyMap<string, Binding>;
}

/** Reads a WSDL 1.1 with an rpc binding; undefined when the text is none. */
export function readWsdl(text: string): Description | undefined {
  const start = text.search(/<(?:[\w.-]+:)?definitions[\s>]/);
  if (start < 0) return undefined;
  const root = parseXml(text.slice(start).trimEnd());
  if (!root) return undefined;
  const service = childOf(root, 'service');
  const ports = service ? childrenOf(service, 'port') : [];
  const port = ports.find((one) => childOf(one, 'address')) ?? ports[0];
  const bindings = childrenOf(root, 'binding');
  const binding = bindings.find((one) => one.attributes.name === local(port?.attributes.binding ?? '')) ?? bindings[0];
  if (!binding) return undefined;
  const portType =
    childrenOf(root, 'portType').find((one) => one.attributes.name === local(binding.attributes.type ?? '')) ??
    childOf(root, 'portType');
  const namespace = root.attributes.targetNamespace ?? '';
  return {
    location: (port && childOf(port, 'address')?.attributes.location) ?? '',
    bindings: new Map(
      childrenOf(binding, 'operation').flatMap((operation): [string, Binding][] => {
        const { name } = operation.attributes;
        if (!name) return [];
        const input = childOf(operation, 'input');
        const body = input && childOf(input, 'body');
        return [
          [
            name.toLowerCase(),
            {
              name,
              namespace: body?.attributes.namespace || namespace,
              action: childOf(operation, 'operation')?.attributes.soapAction ?? '',
              parts: partsOf(root, portType, name),
              encoded: body?.attributes.use !== 'literal',
            },
          ],
        ];
      }),
    ),
  };
}

function partsOf(root: Element, portType: Element | undefined, name: string): readonly string[] {
  const operation = portType && childrenOf(portType, 'operation').find((one) => one.attributes.name === name);
  const input = operation && childOf(operation, 'input');
  const wanted = local(input?.attributes.message ?? '');
  const message = childrenOf(root, 'message').find((one) => one.attributes.name === wanted);
  return message
    ? childrenOf(message, 'part').flatMap(({ attributes }) => (attributes.name ? [attributes.name] : []))
    : [];
}

const local = (qualified: string): string => qualified.slice(qualified.indexOf(':') + 1);
