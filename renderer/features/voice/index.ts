export { AudioFrame } from './audio-frame';
export {
  byVoiceAge,
  cardStates,
  isLiveVoice,
  onlyHere,
  openVoiceCall,
  useAnyVoiceCall,
  useHasVoice,
  useOnlyHere,
  useRinging,
  useVoiceOf,
} from './model';
export { MuteButton } from './mute-button';
export { VoiceBadge } from './voice-badge';
export { endText, useVoiceControls, VoiceCard, VoiceControls } from './voice-card';
export { VoiceStrip } from './voice-strip';
