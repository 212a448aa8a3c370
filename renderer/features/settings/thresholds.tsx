import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Settings } from '../../../shared/bridge/settings';
import { useSay } from '../../i18n/index';
import { useDriver, useSettings } from '../../live/hooks';
import { IconButton } from '../../ui/index';
import { redAbove, wholeBetween } from './check';
import { DraftField } from './draft-field';
import { AddQueue } from './pop';
import { useSaving } from './saving';

type Limits = Settings['thresholds'];
type LimitName = Exclude<keyof Limits, 'byQueue'>;

const figures = [
  { figure: 'wait', amber: 'waitAmberSeconds', red: 'waitRedSeconds', max: 3600 },
  { figure: 'waiting', amber: 'waitingAmber', red: 'waitingRed', max: 999 },
  { figure: 'pause', amber: 'pauseAmberSeconds', red: 'pauseRedSeconds', max: 36_000 },
  { figure: 'talk', amber: 'talkAmberSeconds', red: 'talkRedSeconds', max: 36_000 },
] as const satisfies readonly { figure: string; amber: LimitName; red: LimitName; max: number }[];

/** Amber below red: an amber limit that reaches the red one is refused with the same rule, seen from below. */
const amberBelow = (red: number, max: number) => wholeBetween(1, Math.min(max, red - 1));

/** When figures of the wallboard turn amber and red; the wait also per queue. */
export function Thresholds(): ReactNode {
  const say = useSay();
  const { thresholds } = useSettings();
  const driver = useDriver();
  // While nobody is signed in any platform may come.
  const queues = driver.size === 0 || driver.has('queues');
  const shown = figures.filter(({ figure }) => queues || figure === 'pause' || figure === 'talk');
  const { save } = useSaving();
  const set = (change: Partial<Limits>, what: string): Promise<boolean> => save({ thresholds: change }, what);
  const setQueue = (byQueue: Limits['byQueue'], what: string): Promise<boolean> => set({ byQueue }, what);
  return (
    <div className="settings-fields settings-wide">
      <p className="muted">{say('settings.thresholds.hint')}</p>
      <div className="limits">
        <span className="field-label">{say('settings.thresholds.figure')}</span>
        <span className="field-label level-amber">{say('settings.thresholds.amber')}</span>
        <span className="field-label level-red">{say('settings.thresholds.red')}</span>
        <span />
        {shown.map(({ figure, amber, red, max }) => {
          const name = say(`settings.thresholds.${figure}`);
          const amberLabel = say('settings.thresholds.amberOf', { figure: name });
          const redLabel = say('settings.thresholds.redOf', { figure: name });
          return (
            <div key={figure} className="limits-row">
              <span className="limits-name">{name}</span>
              <DraftField
                field={`thresholds.${amber}`}
                hideLabel
                label={amberLabel}
                saved={String(thresholds[amber])}
                check={amberBelow(thresholds[red], max)}
                onSave={(value) => set({ [amber]: value }, amberLabel)}
              />
              <DraftField
                field={`thresholds.${red}`}
                hideLabel
                label={redLabel}
                saved={String(thresholds[red])}
                check={redAbove(thresholds[amber], max)}
                onSave={(value) => set({ [red]: value }, redLabel)}
              />
              <span />
            </div>
          );
        })}
      </div>
      {queues ? (
        <fieldset className="settings-group">
          <legend>{say('settings.thresholds.byQueue')}</legend>
          <p className="field-hint">{say('settings.thresholds.byQueueHint')}</p>
          <div className="limits">
            {Object.entries(thresholds.byQueue).map(([queue, own]) => {
              const name = `${say('settings.thresholds.queue')} ${queue}`;
              const amberLabel = say('settings.thresholds.amberOf', { figure: name });
              const redLabel = say('settings.thresholds.redOf', { figure: name });
              return (
                <div key={queue} className="limits-row">
                  <span className="limits-name">{name}</span>
                  <DraftField
                    field={`thresholds.byQueue.${queue}.amber`}
                    hideLabel
                    label={amberLabel}
                    saved={String(own.waitAmberSeconds)}
                    check={amberBelow(own.waitRedSeconds, 3600)}
                    onSave={(value) =>
                      setQueue({ ...thresholds.byQueue, [queue]: { ...own, waitAmberSeconds: value } }, amberLabel)
                    }
                  />
                  <DraftField
                    field={`thresholds.byQueue.${queue}.red`}
                    hideLabel
                    label={redLabel}
                    saved={String(own.waitRedSeconds)}
                    check={redAbove(own.waitAmberSeconds, 3600)}
                    onSave={(value) =>
                      setQueue({ ...thresholds.byQueue, [queue]: { ...own, waitRedSeconds: value } }, redLabel)
                    }
                  />
                  <IconButton
                    icon={Trash2}
                    label={say('settings.thresholds.removeQueue', { queue })}
                    onPress={() => {
                      const { [queue]: _gone, ...rest } = thresholds.byQueue;
                      void setQueue(rest, name);
                    }}
                  />
                </div>
              );
            })}
          </div>
          <AddQueue
            taken={Object.keys(thresholds.byQueue)}
            label={say('settings.thresholds.addQueue')}
            onAdd={(queue) =>
              setQueue(
                {
                  ...thresholds.byQueue,
                  [queue]: {
                    waitAmberSeconds: thresholds.waitAmberSeconds,
                    waitRedSeconds: thresholds.waitRedSeconds,
                  },
                },
                `${say('settings.thresholds.queue')} ${queue}`,
              )
            }
          />
        </fieldset>
      ) : null}
    </div>
  );
}
