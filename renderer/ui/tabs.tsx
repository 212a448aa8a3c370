import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import './tabs.css';

export interface TabEntry {
  readonly id: string;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

/** Tabs that fill their place; only the chosen one is mounted, so only its topics flow. */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly TabEntry[];
  readonly value?: string;
  readonly onChange?: (id: string) => void;
  readonly className?: string;
}): ReactNode {
  return (
    <AriaTabs
      className={`tabs ${props.className ?? ''}`}
      {...(props.value === undefined ? {} : { selectedKey: props.value })}
      onSelectionChange={(key) => props.onChange?.(String(key))}
    >
      <TabList className="tab-list" aria-label={props.label}>
        {props.tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {props.tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tab-panel">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
