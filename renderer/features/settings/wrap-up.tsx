import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useDriver, useSettings, useTopic } from '../../live/hooks';
import { SelectField } from '../../ui/index';
import { wholeBetween } from './check';
import { DraftField } from './draft-field';
import { useSaving } from './saving';

const modes = ['off', 'optional', 'timed'] as const;

export function WrapUp(): ReactNode {
  const say = useSay();
  const { wrapUp } = useSettings();
  const reasons = useTopic('reasons') ?? [];
  const driver = useDriver();
  // One switch has no reasons to tell a wrap-up by.
  const byReason = driver.size === 0 || driver.has('queue-pause');
  const { save } = useSaving();
  const label = {
    mode: say(driver.size === 0 || driver.has('queues') ? 'settings.wrapUp.mode' : 'settings.wrapUp.modePlain'),
    seconds: say('settings.wrapUp.seconds'),
    extendSeconds: say('settings.wrapUp.extendSeconds'),
    code: say('settings.wrapUp.code'),
  };
  return (
    <div className="settings-fields">
      <SelectField
        label={label.mode}
        value={wrapUp.mode}
        choices={modes.map((id) => ({ id, label: say(`settings.wrapUp.modes.${id}`) }))}
        onChange={(id) => {
          const mode = modes.find((one) => one === id);
          if (mode) void save({ wrapUp: { mode } }, label.mode);
        }}
      />
      {wrapUp.mode === 'timed' ? (
        <>
          <DraftField
            field="wrapUp.seconds"
            label={label.seconds}
            saved={String(wrapUp.seconds)}
            check={wholeBetween(5, 900)}
            onSave={(seconds) => save({ wrapUp: { seconds } }, label.seconds)}
          />
          <DraftField
            field="wrapUp.extendSeconds"
            label={label.extendSeconds}
            saved={String(wrapUp.extendSeconds)}
            check={wholeBetween(5, 600)}
            onSave={(extendSeconds) => save({ wrapUp: { extendSeconds } }, label.extendSeconds)}
          />
        </>
      ) : null}
      {wrapUp.mode === 'off' || !byReason ? null : reasons.length > 0 ? (
        <SelectField
          label={label.code}
          hint={say('settings.wrapUp.codeHint')}
          value={String(wrapUp.code)}
          choices={[
            ...reasons.map((reason) => ({ id: String(reason.code), label: reason.label, detail: reason.code })),
            ...(reasons.some((reason) => reason.code === wrapUp.code)
              ? []
              : [{ id: String(wrapUp.code), label: String(wrapUp.code) }]),
          ]}
          onChange={(code) => void save({ wrapUp: { code: Number(code) } }, label.code)}
        />
      ) : (
        <DraftField
          field="wrapUp.code"
          label={label.code}
          hint={say('settings.wrapUp.codeHint')}
          saved={String(wrapUp.code)}
          check={wholeBetween(1, 99)}
          onSave={(code) => save({ wrapUp: { code } }, label.code)}
        />
      )}
    </div>
  );
}
