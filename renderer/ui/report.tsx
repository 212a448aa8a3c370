import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { AppError } from '../../shared/domain/result';
import { useErrorText, useSay } from '../i18n/index';
import { Button, IconButton } from './button';
import './report.css';

/** How something that a person asked for ended. */
export interface Report {
  readonly level: 'done' | 'failed';
  readonly text: string;
  /** Offered beside the text, such as "undo". */
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface Reporting {
  readonly report: Report | null;
  readonly done: (text: string, action?: Report['action']) => void;
  /** @param what what did not happen, for a sentence such as "Pause: refused …" */
  readonly failed: (error: AppError, action?: Report['action']) => void;
  readonly clear: () => void;
}

/** One report at a time; the next one takes its place. */
export function useReport(): Reporting {
  const errorText = useErrorText();
  const [report, setReport] = useState<Report | null>(null);
  const done = useCallback(
    (text: string, action?: Report['action']) => setReport({ level: 'done', text, ...(action ? { action } : {}) }),
    [],
  );
  const failed = useCallback(
    (error: AppError, action?: Report['action']) =>
      setReport({ level: 'failed', text: errorText(error), ...(action ? { action } : {}) }),
    [errorText],
  );
  const clear = useCallback(() => setReport(null), []);
  return { report, done, failed, clear };
}

/** The place where reports appear; it is announced, keeps its height small, and stays until dismissed or replaced. */
export function ReportLine(props: { readonly report: Report | null; readonly onDismiss: () => void }): ReactNode {
  const say = useSay();
  const { report } = props;
  const Icon = report?.level === 'failed' ? CircleAlert : CircleCheck;
  return (
    <div className="report-place" role="status" aria-live={report?.level === 'failed' ? 'assertive' : 'polite'}>
      {report ? (
        <div className={`report ${report.level === 'failed' ? 'tone-error' : 'tone-ready'}`}>
          <Icon aria-hidden size={15} />
          <span className="grow">{report.text}</span>
          {report.action ? (
            <Button size="s" variant="quiet" onPress={report.action.run}>
              {report.action.label}
            </Button>
          ) : null}
          <IconButton size="s" icon={X} label={say('ui.dismiss')} onPress={props.onDismiss} />
        </div>
      ) : null}
    </div>
  );
}
