import type { Texts } from '../texts';
import type { voice as zh } from '../zh-CN/voice';

export const voice: Texts<typeof zh> = {
  title: 'Softphone',
  is: 'Softphone: {{state}}',
  state: {
    registered: 'Softphone ready',
    connecting: 'Softphone registering',
    off: 'Softphone not registered',
    failed: 'Softphone failed',
    ask: 'Allow the microphone',
    denied: 'Microphone forbidden',
    absent: 'No microphone',
    'no-page': 'No sound',
    fallback: 'Default device in use',
  },
  todo: {
    registered: 'You can take and make calls with your headset.',
    connecting: 'Registering at the exchange, one moment.',
    off: 'Not registered at the exchange; no calls reach the softphone.',
    failed: 'No calls reach the softphone.',
    ask: 'The microphone is not allowed yet. Allow it now, or callers will not hear you.',
    denied:
      'The system does not allow the microphone; callers do not hear you. Allow it for Seatline in the system’s privacy settings, then try again.',
    deniedInPage:
      'The browser does not allow the microphone; callers do not hear you. Press the icon left of the address, set the microphone to “Allow”, then try again.',
    absent: 'No microphone was found; callers do not hear you. Connect your headset.',
    'no-page': 'The part that carries sound is not open: nothing can be heard or answered. Start Seatline again.',
    'no-pageInPage':
      'The part that carries sound is not open: nothing can be heard or answered. If it does not come back in a few seconds, load this page again.',
    fallback:
      'The chosen device is not connected; the system default is used. Connect it, or choose another under “Settings › Audio”.',
  },
  fault: {
    account: 'The exchange does not accept this extension’s user or password. Check the softphone’s password.',
    unknown: 'The exchange has no telephone account for this extension. Tell your administrator.',
  },
  retry: 'Try again now',
  allow: 'Allow the microphone',
  microphone: 'Microphone',
  output: 'Speaker or headset',
  headset: 'Headset buttons',
  noHeadset: 'not paired',
  systemDefault: 'System default',
  mute: 'Mute',
  muted: 'Muted',
  mutedHint: 'They do not hear you',
  muteHint: 'They will not hear you',
  here: 'Talking in this app',
  onlyHere: 'The platform does not show this call yet; you can answer it.',
  onlyHereLive: 'The platform does not show this call yet.',
  quality: {
    title: 'Call quality',
    good: 'Good',
    fair: 'Fair',
    poor: 'Poor',
    of: 'Call quality: {{level}}',
    mos: 'Voice score (MOS)',
    mosValue: '{{n}} of 4.5',
    jitter: 'Jitter',
    loss: 'Packet loss',
    roundTrip: 'Round trip',
    ms: '{{n}} ms',
    percent: '{{n}}%',
    notYet: 'no figures yet',
    poorHint: 'The sound may break up. Check the network cable, or move nearer to the wireless router.',
  },
};
