import type { ReactNode } from 'react';
import type { DialRequest } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useRowList } from '../../live/hooks';
import { Button, Dialog, ErrorLine } from '../../ui/index';
import { Candidates } from './candidates';

/** Something outside asked to dial (a link, a shortcut, another program): a person confirms, one request at a time. */
export function RequestDialog(): ReactNode {
  const [request] = useRowList('requests');
  return request ? <Request key={request.id} request={request} /> : null;
}

function Request({ request }: { readonly request: DialRequest }): ReactNode {
  const say = useSay();
  const answer = useCommand('request.answer', request.id);
  const reject = (): void => void answer.run({ id: request.id, dial: '' });
  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="s"
      title={say(request.candidates.length > 1 ? 'dial.requestChoose' : 'dial.requestTitle')}
      onClose={reject}
      footer={<Button onPress={reject}>{say('dial.requestReject')}</Button>}
    >
      <div className="stack">
        <p className="muted">{say(`dial.requestSource.${request.source}`)}</p>
        {request.candidates.length === 0 ? (
          <p>{say('dial.requestNone')}</p>
        ) : (
          <Candidates
            candidates={request.candidates}
            pending={answer.pending}
            onChoose={(candidate) => void answer.run({ id: request.id, dial: candidate.dial })}
          />
        )}
        <p className="request-text">
          <span className="muted">{say('dial.requestText')}</span> <q>{request.text}</q>
        </p>
        <ErrorLine error={answer.error} onDismiss={answer.clear} />
      </div>
    </Dialog>
  );
}
