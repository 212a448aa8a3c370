import { Maximize } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../i18n/index';
import { Button } from '../../ui/index';
import { ReportLine, useReport } from '../../ui/report';
import { AdminMenu } from '../admin/index';
import { AsOf } from '../link/as-of';
import { ActionDialog, type AskedAction } from './action-dialog';
import { AgentTable } from './agent-table';
import { CallerList } from './caller-list';
import { Kiosk } from './kiosk';
import { kioskWanted } from './kiosk-wanted';
import { ParkedCalls } from './parked-calls';
import { QueueTiles } from './queue-tiles';
import { RoomSummary } from './room-summary';
import '../../ui/page.css';
import './wallboard.css';

/** The supervisor's live floor. Its topics flow only while it is mounted. */
export function WallboardPage(): ReactNode {
  const say = useSay();
  const [kiosk, setKiosk] = useState(kioskWanted);
  const [asked, setAsked] = useState<AskedAction | null>(null);
  const { report, done, clear } = useReport();
  if (kiosk) return <Kiosk onLeave={() => setKiosk(false)} />;
  return (
    <div className="wallboard">
      <header className="page-bar">
        <h1>{say('wallboard.title')}</h1>
        <AsOf />
        <span className="grow" />
        <AdminMenu />
        <Button size="s" icon={Maximize} onPress={() => setKiosk(true)}>
          {say('wallboard.kiosk.enter')}
        </Button>
      </header>
      <ReportLine report={report} onDismiss={clear} />
      <QueueTiles />
      <div className="floor">
        <AgentTable onAsk={setAsked} />
        <div className="floor-side">
          <CallerList onAsk={setAsked} />
          <ParkedCalls onDone={done} />
          <RoomSummary />
        </div>
      </div>
      {asked ? (
        <ActionDialog key={`${asked.action}/${asked.id}`} asked={asked} onClose={() => setAsked(null)} onDone={done} />
      ) : null}
    </div>
  );
}
