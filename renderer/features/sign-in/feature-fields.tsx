import type { ReactNode } from 'react';
import type { Features } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { TextField } from '../../ui/index';
import { Fold } from './fold';

const featureNames = [
  'answer',
  'reject',
  'swap',
  'threeWay',
  'cancelConsult',
  'completeConsult',
  'dtmf',
] as const satisfies readonly (keyof Features)[];
type Some = { readonly [K in keyof Features]?: string | undefined };

/** What an administrator has configured for call control; an empty box means that the platform cannot. */
export function FeatureFields(props: {
  readonly features: Some;
  readonly onChange: (features: Some) => void;
}): ReactNode {
  const say = useSay();
  return (
    <Fold title={say('signIn.features')}>
      <p className="muted">{say('signIn.featuresHint')}</p>
      <div className="feature-grid">
        {featureNames.map((feature) => (
          <TextField
            key={feature}
            label={say(`signIn.feature.${feature}`)}
            value={props.features[feature] ?? ''}
            onChange={(value) => props.onChange({ ...props.features, [feature]: value })}
            maxLength={40}
          />
        ))}
      </div>
    </Fold>
  );
}
