import { CircleAlert, CircleX, Info, X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { Notice } from '../../../shared/bridge/topics';
import { useErrorText, useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSeatline } from '../../live/context';
import { useRowList, useSelect, useTopic } from '../../live/hooks';
import { IconButton } from '../../ui/index';
import { dropError, type LocalError, useLocalErrors } from './local';
import { noticeText } from './notice-text';
import './notices.css';

/** How long a notice that need not stay is shown. */
const showMs = 8000;

/** What the desk has to tell, newest below; errors interrupt a screen reader, the rest waits. */
export function Notices(): ReactNode {
  const say = useSay();
  const rows = useRowList('notices', (a, b) => a.at - b.at);
  const errors = useLocalErrors();
  return (
    <section className="notices" aria-label={say('ui.notices')}>
      {rows.slice(-4).map((notice) => (
        <NoticeRow key={notice.id} notice={notice} />
      ))}
      {errors.map((row) => (
        <ErrorRow key={row.id} row={row} />
      ))}
    </section>
  );
}

function NoticeRow({ notice }: { readonly notice: Notice }): ReactNode {
  const say = useSay();
  const { clock } = useSeatline();
  const { run, pending } = useCommand('notice.dismiss', notice.id);
  const { id, sticky } = notice;
  useEffect(() => (sticky ? undefined : clock.after(showMs, () => void run({ id }))), [clock, sticky, id, run]);
  const reasons = useTopic('reasons') ?? [];
  const zone = useSelect('link', (link) => link?.platformZone ?? 0);
  const Icon = notice.level === 'info' ? Info : notice.level === 'warning' ? CircleAlert : CircleX;
  const tone = notice.level === 'info' ? 'call' : notice.level === 'warning' ? 'ringing' : 'error';
  return (
    <div className={`notice tone-${tone}`} role={notice.level === 'error' ? 'alert' : 'status'}>
      <Icon aria-hidden size={16} />
      <span className="grow">{noticeText(notice, { say, reasons, zone })}</span>
      <IconButton icon={X} size="s" label={say('ui.dismiss')} pending={pending} onPress={() => void run({ id })} />
    </div>
  );
}

function ErrorRow({ row }: { readonly row: LocalError }): ReactNode {
  const say = useSay();
  const errorText = useErrorText();
  const { clock } = useSeatline();
  useEffect(() => clock.after(showMs, () => dropError(row.id)), [clock, row.id]);
  return (
    <div className="notice tone-error" role="alert">
      <CircleX aria-hidden size={16} />
      <span className="grow">{errorText(row.error)}</span>
      <IconButton icon={X} size="s" label={say('ui.dismiss')} onPress={() => dropError(row.id)} />
    </div>
  );
}
