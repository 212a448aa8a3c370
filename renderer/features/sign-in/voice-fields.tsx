import type { ReactNode } from 'react';
import type { Profile } from '../../../shared/bridge/topics';
import { useSay, type WordKey } from '../../i18n/index';
import { TextField } from '../../ui/index';
import { Fold } from './fold';

/** What is typed of the app's own telephone; an empty password keeps the stored one. */
export interface VoiceDraft {
  readonly address: string;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
  /** Fingerprint of the exchange's own certificate; empty = the platform's where it is the same host. */
  readonly pin: string;
}

export const voiceDraftOf = (profile: Profile | null): VoiceDraft => ({
  address: profile?.voice.address ?? '',
  domain: profile?.voice.domain ?? '',
  user: profile?.voice.user ?? '',
  password: '',
  pin: profile?.voice.pin ?? '',
});

/** What is sent: without an address nothing of it is kept. */
export const voiceInputOf = (draft: VoiceDraft): VoiceDraft =>
  draft.address.trim() === ''
    ? { address: '', domain: '', user: '', password: '', pin: '' }
    : {
        address: draft.address.trim(),
        domain: draft.domain.trim(),
        user: draft.user.trim(),
        password: draft.password,
        pin: draft.pin.trim(),
      };

/** Why an address cannot be that of an exchange; null when it can, or when there is none. */
export function voiceAddressFault(text: string): Extract<WordKey, `signIn.voiceFault.${string}`> | null {
  const address = text.trim();
  if (address === '') return null;
  if (!/^wss?:\/\//i.test(address)) return 'signIn.voiceFault.scheme';
  if (!URL.canParse(address)) return 'signIn.voiceFault.malformed';
  const url = new URL(address);
  return url.username !== '' || url.password !== '' ? 'signIn.voiceFault.credentials' : null;
}

/** The host part of a SIP address: a name, an IPv4 or a bracketed IPv6 address, perhaps a port. */
const isDomain = (text: string): boolean => /^[\w.:[\]-]{0,200}$/.test(text.trim());

/** Whether the desk would take it; what is wrong stands at its box. */
export const voiceComplete = (draft: VoiceDraft): boolean =>
  voiceAddressFault(draft.address) === null && (draft.address.trim() === '' || isDomain(draft.domain));

/** The app as a telephone: where it registers and as whom. */
export function VoiceFields(props: {
  readonly draft: VoiceDraft;
  readonly stored: Profile['voice'] | null;
  readonly onChange: (draft: VoiceDraft) => void;
}): ReactNode {
  const say = useSay();
  const { draft, stored } = props;
  const fault = voiceAddressFault(draft.address);
  const off = draft.address.trim() === '';
  const plain = fault === null && /^ws:/i.test(draft.address.trim());
  const change = (part: Partial<VoiceDraft>): void => props.onChange({ ...draft, ...part });
  return (
    <Fold
      title={say('signIn.voice')}
      note={draft.address.trim() || say('ui.optional')}
      isOpen={(stored?.address ?? '') !== ''}
    >
      <p className="muted">{say('signIn.voiceHint')}</p>
      <div className="account-grid">
        <TextField
          className="wide"
          label={say('signIn.voiceAddress')}
          placeholder={say('signIn.voiceAddressPlaceholder')}
          hint={plain ? say('signIn.voicePlain') : say('signIn.voiceAddressHint')}
          value={draft.address}
          onChange={(address) => change({ address })}
          error={fault && say(fault)}
          maxLength={300}
        />
        <TextField
          label={say('signIn.voiceUser')}
          placeholder={say('signIn.voiceUserPlaceholder')}
          value={draft.user}
          onChange={(user) => change({ user })}
          isDisabled={off}
          maxLength={80}
        />
        <TextField
          label={say('signIn.voicePassword')}
          type="password"
          value={draft.password}
          onChange={(password) => change({ password })}
          isDisabled={off}
          maxLength={200}
          autoComplete="off"
          placeholder={stored?.hasPassword ? say('signIn.keyKeep') : ''}
        />
        <TextField
          label={say('signIn.voiceDomain')}
          placeholder={say('signIn.voiceDomainPlaceholder')}
          value={draft.domain}
          onChange={(domain) => change({ domain })}
          isDisabled={off}
          error={isDomain(draft.domain) ? null : say('signIn.voiceFault.domain')}
          maxLength={200}
        />
        <TextField
          label={say('signIn.pin')}
          placeholder={say('ui.optional')}
          hint={say('signIn.voicePinHint')}
          value={draft.pin}
          onChange={(pin) => change({ pin })}
          isDisabled={off || plain}
          maxLength={120}
        />
      </div>
    </Fold>
  );
}
