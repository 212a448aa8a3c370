import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

/** A part of a form that most people leave closed; `note` is said on the closed line. */
export function Fold(props: {
  readonly title: string;
  readonly note?: string;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Disclosure className="wide disclosure" defaultExpanded={props.isOpen ?? false}>
      <Heading className="disclosure-head">
        <AriaButton slot="trigger" className="disclosure-trigger">
          <ChevronRight aria-hidden size={14} className="disclosure-arrow" />
          {props.title}
          {props.note ? <span className="disclosure-note cut">{props.note}</span> : null}
        </AriaButton>
      </Heading>
      <DisclosurePanel>{props.children}</DisclosurePanel>
    </Disclosure>
  );
}
