import { PlugZap } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CommandInput, ProbeStep } from '../../../shared/bridge/contract';
import { type Profile, type Vendor, vendors } from '../../../shared/bridge/topics';
import type { AppError } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSeatline } from '../../live/context';
import { useHostCan } from '../../live/hooks';
import { Button, Dialog, ErrorLine, SelectField, TextField } from '../../ui/index';
import { AccountFields, emptyAccount } from './account-fields';
import { FeatureFields } from './feature-fields';
import { fingerprintOf, ProbeSteps } from './probe-steps';
import { VoiceFields, voiceComplete, voiceDraftOf, voiceInputOf } from './voice-fields';

/**
 * A platform of one's own: whose it is, its address and certificate, and what that vendor needs besides; with a
 * connection test that names the failing step. Stored secrets never come to the page: an empty box keeps them.
 */
export function ProfileForm(props: {
  readonly profile: Profile | null;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}): ReactNode {
  const { profile } = props;
  const say = useSay();
  const { bridge } = useSeatline();
  const save = useCommand('session.saveProfile');
  // Where nothing can be opened with it, an account would only lie about.
  const canOpenAdmin = useHostCan('admin-page');
  const [name, setName] = useState(profile?.name ?? '');
  const [address, setAddress] = useState(profile?.address ?? '');
  const [key, setKey] = useState('');
  const [pin, setPin] = useState(profile?.pin ?? '');
  const [features, setFeatures] = useState<NonNullable<CommandInput<'session.saveProfile'>['features']>>(
    profile?.features ?? {},
  );
  const [vendor, setVendor] = useState<Vendor>(profile?.vendor ?? 'mvb2000');
  const [admin, setAdmin] = useState({ user: profile?.admin.user ?? '', password: '' });
  const [tasks, setTasks] = useState({
    address: profile?.tasks.address ?? '',
    user: profile?.tasks.user ?? '',
    password: '',
  });
  const [voice, setVoice] = useState(() => voiceDraftOf(profile));
  const [device, setDevice] = useState('');
  const [testing, setTesting] = useState(false);
  const [steps, setSteps] = useState<readonly ProbeStep[] | null>(null);
  const [testError, setTestError] = useState<AppError | null>(null);

  const input: CommandInput<'session.saveProfile'> = {
    id: profile?.id ?? '',
    name: name.trim() || address.trim(),
    address: address.trim(),
    key: vendor === 'mvb2000' ? key : '',
    pin: pin.trim(),
    features: vendor === 'mvb2000' ? features : {},
    vendor,
    admin: vendor === 'mvb2000' ? { user: admin.user.trim(), password: admin.password } : emptyAccount,
    tasks:
      vendor === 'uncall'
        ? { address: tasks.address.trim(), user: tasks.user.trim(), password: tasks.password }
        : { address: '', ...emptyAccount },
    voice: voiceInputOf(voice),
  };
  const complete = address.trim() !== '' && voiceComplete(voice);
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
          <Button icon={PlugZap} pending={testing} isDisabled={!complete} onPress={() => void test()}>
            {say(testing ? 'signIn.testing' : 'signIn.test')}
          </Button>
          <span className="grow" />
          <Button onPress={props.onClose}>{say('ui.cancel')}</Button>
          <Button variant="primary" pending={save.pending} isDisabled={!complete} onPress={() => void submit()}>
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
        <SelectField
          label={say('signIn.vendor')}
          value={vendor}
          onChange={(id) => {
            const chosen = vendors.find((one) => one === id);
            if (!chosen) return;
            setVendor(chosen);
            setSteps(null);
            setTestError(null);
          }}
          choices={vendors.map((id) => ({ id, label: say(`signIn.vendors.${id}`) }))}
        />
        <TextField
          className="wide"
          label={say('signIn.address')}
          value={address}
          onChange={setAddress}
          placeholder={say(vendor === 'uncall' ? 'signIn.addressUncallPlaceholder' : 'signIn.addressPlaceholder')}
          hint={say(vendor === 'uncall' ? 'signIn.addressUncallHint' : 'signIn.addressHint')}
          type="url"
          maxLength={300}
          isRequired
        />
        {vendor === 'mvb2000' ? (
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
        ) : null}
        <TextField
          {...(vendor === 'uncall' ? { className: 'wide' } : {})}
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
        {vendor === 'mvb2000' ? (
          <>
            {canOpenAdmin ? (
              <AccountFields
                title={say('signIn.admin')}
                about={say('signIn.adminHint')}
                account={admin}
                stored={profile?.admin ?? null}
                onChange={(change) => setAdmin({ ...admin, ...change })}
              />
            ) : null}
            <FeatureFields features={features} onChange={setFeatures} />
          </>
        ) : (
          <AccountFields
            title={say('signIn.tasks')}
            about={say('signIn.tasksHint')}
            account={tasks}
            stored={profile?.tasks ?? null}
            address={{
              label: say('signIn.tasksAddress'),
              placeholder: say('signIn.tasksAddressPlaceholder'),
              value: tasks.address,
            }}
            onChange={(change) => setTasks({ ...tasks, ...change })}
          />
        )}
        <VoiceFields draft={voice} stored={profile?.voice ?? null} onChange={setVoice} />
        <div className="wide stack">
          <ErrorLine error={testError} />
          {steps ? <ProbeSteps steps={steps} vendor={vendor} /> : null}
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
