import { CircleCheck, CircleMinus, CircleX, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProbeStep } from '../../../shared/bridge/contract';
import type { Vendor } from '../../../shared/bridge/topics';
import { useErrorText, useSay } from '../../i18n/index';
import type { Tone } from '../../ui/index';

const looks: Readonly<Record<ProbeStep['state'], { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  ok: { icon: CircleCheck, tone: 'ready' },
  failed: { icon: CircleX, tone: 'error' },
  skipped: { icon: CircleMinus, tone: 'offline' },
  warning: { icon: TriangleAlert, tone: 'ringing' },
};

/** Fingerprint that the test saw on a certificate that is not trusted by itself, to be offered for pinning. */
export function fingerprintOf(steps: readonly ProbeStep[] | null): string | null {
  const tls = steps?.find((step) => step.step === 'tls');
  const fingerprint =
    tls && tls.state !== 'ok' ? (tls.params.fingerprint ?? tls.error?.params?.fingerprint) : undefined;
  return typeof fingerprint === 'string' && fingerprint !== '' ? fingerprint : null;
}

/** Each step of the connection test with its outcome; the failing one says why and what to do. */
export function ProbeSteps({
  steps,
  vendor,
}: {
  readonly steps: readonly ProbeStep[];
  readonly vendor: Vendor;
}): ReactNode {
  const say = useSay();
  const errorText = useErrorText();
  const failed = steps.find((step) => step.state === 'failed');
  return (
    <div className="probe" role="status">
      <p className={failed ? 'probe-sum is-failed' : 'probe-sum'}>
        {failed ? say('signIn.testFailed', { step: say(`signIn.step.${failed.step}`) }) : say('signIn.testOk')}
      </p>
      <ol>
        {steps.map((step) => {
          const { icon: Icon, tone } = looks[step.state];
          return (
            <li key={step.step} className={`probe-step tone-${tone}`}>
              <Icon aria-hidden size={16} />
              <span className="probe-name">{say(`signIn.step.${step.step}`)}</span>
              <span className="grow">
                {step.error ? errorText({ ...step.error, tried: '' }) : detailOf(step, vendor, say)}
                <span className="unseen">{say(`signIn.stepState.${step.state}`)}</span>
              </span>
              {step.state === 'skipped' ? null : (
                <span className="muted">{say('signIn.ms', { n: Math.round(step.milliseconds) })}</span>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function detailOf(step: ProbeStep, vendor: Vendor, say: ReturnType<typeof useSay>): string {
  const { skewSeconds, version, address, fingerprint } = step.params;
  // What this vendor's interface does not have is no fault and needs no second look.
  if (vendor === 'uncall' && step.state === 'skipped' && (step.step === 'key' || step.step === 'clock')) {
    return say(`signIn.without.${step.step}`);
  }
  if (step.step === 'clock' && skewSeconds !== undefined) return say('signIn.skew', { seconds: skewSeconds });
  if (step.step === 'tls' && fingerprint !== undefined) return say('signIn.fingerprint', { fingerprint });
  return String(version ?? address ?? '') || say(`signIn.stepState.${step.state}`);
}
