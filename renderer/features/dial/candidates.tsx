import { Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DialCandidate } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { Button } from '../../ui/index';

/** Numbers found in a text: how a person reads each, what will be sent, where it is. */
export function Candidates(props: {
  readonly candidates: readonly DialCandidate[];
  readonly pending: boolean;
  /** Not for requests from outside: an Enter meant for something else would dial. */
  readonly autoFocus?: boolean;
  readonly onChoose: (candidate: DialCandidate) => void;
}): ReactNode {
  const say = useSay();
  return (
    <ul className="candidates">
      {props.candidates.map((candidate, index) => (
        <li key={candidate.dial} className="candidate">
          <div className="grow">
            <p className="candidate-number cut">{candidate.display}</p>
            <p className="muted cut">
              {[say(`dial.kind.${candidate.kind}`), candidate.region, say('dial.dialWill', { dial: candidate.dial })]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
          <Button
            icon={Phone}
            variant="answer"
            autoFocus={(props.autoFocus ?? false) && index === 0}
            label={say('dial.requestCall', { number: candidate.display })}
            pending={props.pending}
            onPress={() => props.onChoose(candidate)}
          >
            {say('dial.call')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
