import type { ReactNode } from 'react';
import { type Language, useSay } from '../../i18n/index';
import { useHostCan, useSettings } from '../../live/hooks';
import { SelectField, SwitchField } from '../../ui/index';
import { useSaving } from './saving';

const languages: readonly { readonly id: Language; readonly label: string }[] = [
  { id: 'zh-CN', label: '简体中文' },
  { id: 'en', label: 'English' },
];
const themes = ['system', 'light', 'dark'] as const;
const shapes = ['bar', 'panel', 'workspace'] as const;

export function General(): ReactNode {
  const say = useSay();
  const settings = useSettings();
  const { save } = useSaving();
  const windows = useHostCan('windows');
  const onTop = useHostCan('always-on-top');
  return (
    <div className="settings-fields">
      <SelectField
        label={say('settings.general.language')}
        value={settings.language}
        choices={languages}
        onChange={(id) => {
          const language = languages.find((one) => one.id === id);
          if (language) void save({ language: language.id }, say('settings.general.language'));
        }}
      />
      <SelectField
        label={say('settings.general.theme')}
        value={settings.theme}
        choices={themes.map((id) => ({ id, label: say(`settings.general.themes.${id}`) }))}
        onChange={(id) => {
          const theme = themes.find((one) => one === id);
          if (theme) void save({ theme }, say('settings.general.theme'));
        }}
      />
      {windows ? (
        <SelectField
          label={say('settings.general.shape')}
          value={settings.shape}
          choices={shapes.map((id) => ({ id, label: say(`settings.general.shapes.${id}`) }))}
          onChange={(id) => {
            const shape = shapes.find((one) => one === id);
            if (shape) void save({ shape }, say('settings.general.shape'));
          }}
        />
      ) : null}
      {onTop ? (
        <SwitchField
          label={say('settings.general.alwaysOnTop')}
          detail={say('settings.general.alwaysOnTopHint')}
          isOn={settings.alwaysOnTop}
          onChange={(alwaysOnTop) => void save({ alwaysOnTop }, say('settings.general.alwaysOnTop'))}
        />
      ) : null}
    </div>
  );
}
