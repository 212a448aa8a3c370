import { UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useNow, useRowList } from '../../live/hooks';
import { duration } from '../../ui/index';
import { roomsOf } from '../conference/rooms';

/** Conferences that are going on; draws nothing while there are none. */
export function RoomSummary(): ReactNode {
  const say = useSay();
  const rooms = roomsOf(useRowList('conferences'));
  const now = useNow(rooms.length > 0 ? 1000 : null);
  if (rooms.length === 0) return null;
  return (
    <section className="panel" aria-label={say('wallboard.rooms.title')}>
      <header className="panel-head">
        <h2>{say('wallboard.rooms.title')}</h2>
        <span className="count">{rooms.length}</span>
      </header>
      <ul className="side-list">
        {rooms.map(({ room, since, members }) => (
          <li key={room} className="side-row">
            <UsersRound aria-hidden size={16} className="muted" />
            <span className="grow cut">{say('wallboard.rooms.room', { room })}</span>
            <span className="muted">
              {say('wallboard.rooms.summary', { n: members.length, time: duration((now - since) / 1000) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
