import { PlugZap } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { CommandInput, ProbeStep } from '../../../shared/bridge/contract';
import type { Features, Profile } from '../../../shared/bridge/topics';
import type { AppError } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSeatline } from '../../live/context';
import { Button, Dialog, ErrorLine, TextField } from '../../ui/index';
import { fingerprintOf, ProbeSteps } from './probe-steps';

const featureNames = [
  'answer',
  'reject',
  'swap',
  'threeWay',
  'cancelConsult',
  'completeConsult',
  'dtmf',
] as const satisfies readonly (keyof Features)[];

/** A platform of one's own: address, key, pin, feature codes; with a connection test that names the failing step. */
export function ProfileForm(props: {
  readonly profile: Profile | null;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}): ReactNode {
  const { profile } = props;
  const say = useSay();
  const { bridge } = useSeatline();
  const save = useCommand('session.saveProfile');
  const [name, setName] = useState(profile?.name ?? '');
  const [address, setAddress] = useState(profile?.address ?? '');
  // The stored key never comes to the page; empty keeps it.
  const [key, setKey] = useState('');
  const [pin, setPin] = useState(profile?.pin ?? '');
  const [features, setFeatures] = useState<Partial<Features>>(profile?.features ?? {});
  const [device, setDevice] = useState('');
  const [testing, setTesting] = useState(false);
  const [steps, setSteps] = useState<readonly ProbeStep[] | null>(null);
  const [testError, setTestError] = useState<AppError | null>(null);

  const input: CommandInput<'session.saveProfile'> = {
    id: profile?.id ?? '',
    name: name.trim() || address.trim(),
    address: address.trim(),
    key,
    pin: pin.trim(),
    features,
  };
  const test = async (): Promise<void> => {
    setTesting(true);
    setTestError(null);
    setSteps(null);
    const result = await bridge.query('session.probe', { ...input, device: device.trim() });
    setTesting(false);
    if (result.ok) setSteps(result.value.steps);
    else setTestError(result.error);
  };
  const submit = async (): Promise<void> => {
    const result = await save.run(input);
    if (result.ok) props.onSaved(result.value.id);
  };
  const offered = fingerprintOf(steps);
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={say(profile ? 'signIn.editProfile' : 'signIn.addProfile')}
      footer={
        <>
          <Button icon={PlugZap} pending={testing} isDisabled={address.trim() === ''} onPress={() => void test()}>
            {say(testing ? 'signIn.testing' : 'signIn.test')}
          </Button>
          <span className="grow" />
          <Button onPress={props.onClose}>{say('ui.cancel')}</Button>
          <Button
            variant="primary"
            pending={save.pending}
            isDisabled={address.trim() === ''}
            onPress={() => void submit()}
          >
            {say('ui.save')}
          </Button>
        </>
      }
    >
      <div className="profile-form">
        <TextField
          label={say('signIn.profileName')}
          value={name}
          onChange={setName}
          placeholder={say('signIn.profileNamePlaceholder')}
          maxLength={80}
          autoFocus
        />
        <TextField
          label={say('signIn.address')}
          value={address}
          onChange={setAddress}
          placeholder={say('signIn.addressPlaceholder')}
          hint={say('signIn.addressHint')}
          type="url"
          maxLength={300}
          isRequired
        />
        <TextField
          label={say('signIn.key')}
          value={key}
          onChange={setKey}
          type="password"
          maxLength={200}
          autoComplete="off"
          hint={say('signIn.keyHint')}
          {...(profile?.hasKey ? { placeholder: say('signIn.keyKeep') } : {})}
        />
        <TextField
          label={say('signIn.testDevice')}
          value={device}
          onChange={setDevice}
          placeholder={say('ui.optional')}
        />
        <TextField
          className="wide"
          label={say('signIn.pin')}
          value={pin}
          onChange={setPin}
          placeholder={say('ui.optional')}
          hint={say('signIn.pinHint')}
          maxLength={120}
        />
        <Disclosure className="wide disclosure">
          <Heading>
            <AriaButton slot="trigger" className="disclosure-trigger">
              {say('signIn.features')}
            </AriaButton>
          </Heading>
          <DisclosurePanel>
            <p className="muted">{say('signIn.featuresHint')}</p>
            <div className="feature-grid">
              {featureNames.map((feature) => (
                <TextField
                  key={feature}
                  label={say(`signIn.feature.${feature}`)}
                  value={features[feature] ?? ''}
                  onChange={(value) => setFeatures({ ...features, [feature]: value })}
                  maxLength={40}
                />
              ))}
            </div>
          </DisclosurePanel>
        </Disclosure>
        <div className="wide stack">
          <ErrorLine error={testError} />
          {steps ? <ProbeSteps steps={steps} /> : null}
          {offered && offered !== pin ? (
            <div className="pin-offer">
              <p>{say('signIn.pinOffer')}</p>
              <code>{offered}</code>
              <Button size="s" onPress={() => setPin(offered)}>
                {say('signIn.pinUse')}
              </Button>
            </div>
          ) : null}
          <ErrorLine error={save.error} />
        </div>
      </div>
    </Dialog>
  );
}
