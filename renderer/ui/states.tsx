import { CircleAlert, type LucideIcon, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AppError } from '../../shared/domain/result';
import { useErrorText, useSay } from '../i18n/index';
import { Button } from './button';
import './states.css';

/** Nothing to show, and that is normal. */
export function EmptyState(props: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  const Icon = props.icon;
  return (
    <div className="state-box">
      <Icon aria-hidden size={26} strokeWidth={1.5} />
      <p className="state-title">{props.title}</p>
      {props.children ? <div className="state-text">{props.children}</div> : null}
    </div>
  );
}

/** Something failed: what, and what to do. */
export function ErrorState(props: { readonly error: AppError; readonly onRetry?: () => void }): ReactNode {
  const say = useSay();
  const errorText = useErrorText();
  return (
    <div className="state-box state-error" role="alert">
      <CircleAlert aria-hidden size={26} strokeWidth={1.5} />
      <p className="state-text">{errorText(props.error)}</p>
      {props.onRetry ? (
        <Button size="s" onPress={props.onRetry}>
          {say('ui.retry')}
        </Button>
      ) : null}
    </div>
  );
}

/** One line of error in place, below the control that failed. */
export function ErrorLine(props: { readonly error: AppError | null; readonly onDismiss?: () => void }): ReactNode {
  const say = useSay();
  const errorText = useErrorText();
  if (!props.error) return null;
  return (
    <p className="error-line" role="alert">
      <CircleAlert aria-hidden size={14} />
      <span className="grow">{errorText(props.error)}</span>
      {props.onDismiss ? (
        <Button size="s" variant="quiet" onPress={props.onDismiss}>
          {say('ui.dismiss')}
        </Button>
      ) : null}
    </p>
  );
}

export function OfflineBanner(props: { readonly children: ReactNode; readonly level?: 'amber' | 'red' }): ReactNode {
  return (
    <div className={`offline-banner tone-${props.level === 'amber' ? 'ringing' : 'error'}`} role="status">
      <WifiOff aria-hidden size={15} />
      <div className="row row-wrap grow">{props.children}</div>
    </div>
  );
}

/** Grey lines where text will be; says "loading" to screen readers once. */
export function Skeleton(props: { readonly lines?: number }): ReactNode {
  const say = useSay();
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{say('ui.loading')}</span>
      {Array.from({ length: props.lines ?? 3 }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <span key={line} className="skeleton-line" aria-hidden />
      ))}
    </div>
  );
}
