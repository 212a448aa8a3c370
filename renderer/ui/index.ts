export { AgentStateBadge, CallStateBadge, PresenceBadge, StateBadge } from './badge';
export { Button, type ButtonProps, IconButton } from './button';
export { ConfirmDialog, Dialog } from './dialog';
export { CheckField, type Choice, ComboField, NumberField, SelectField, SwitchField, TextField } from './fields';
export { Menu, type MenuEntry, type MenuGroup, Popover } from './menu';
export { anyOverlay, useAnyOverlay, useOverlay } from './overlay';
export { type SoundName, useSound } from './sound';
export { EmptyState, ErrorLine, ErrorState, OfflineBanner, Skeleton } from './states';
export { Cell, type Column, Table } from './table';
export { type TabEntry, Tabs } from './tabs';
export { clockTime, dayTime, duration } from './time';
export { Timer } from './timer';
export {
  agentLooks,
  callLooks,
  directionIcons,
  type Look,
  legLooks,
  presenceLooks,
  seatLooks,
  type Tone,
} from './tone';
