import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { checkTemplate, popVariables } from '../../../shared/domain/template';
import { useSay } from '../../i18n/index';
import { useDriver, useRowList, useSelect, useSettings } from '../../live/hooks';
import { useQuestion } from '../../query/questions';
import { Button, ComboField, ErrorLine, IconButton, SelectField, SwitchField } from '../../ui/index';
import { newQueue, shortText } from './check';
import { DraftField } from './draft-field';
import { useSaving } from './saving';

const triggers = ['ring', 'answer', 'end', 'manual'] as const;
const mainField = 'pop.template';
const platformField = 'pop.byPlatform';
const longestTemplate = 2000;

export function Pop(): ReactNode {
  const say = useSay();
  const { pop } = useSettings();
  const driver = useDriver();
  const { save, drafts, setDraft, settleDraft } = useSaving();
  const [target, setTarget] = useState<string>(mainField);
  const templateLabel = say('settings.pop.template');
  const profileId = useSelect('session', (session) => session?.profileId ?? '') ?? '';
  const profileName = useSelect(
    'session',
    (session) => session?.profiles.find((row) => row.id === profileId)?.name ?? '',
  );
  const platformLabel = say('settings.pop.platformTemplate', { name: profileName ?? '' });
  const ofPlatform = pop.byPlatform[profileId] ?? '';
  const setOfPlatform = (template: string): Promise<boolean> =>
    save({ pop: { byPlatform: { ...pop.byPlatform, [profileId]: template } } }, platformLabel);

  const savedOf = (field: string): string =>
    field === mainField
      ? pop.template
      : field === platformField
        ? ofPlatform
        : (pop.byQueue[field.slice('pop.byQueue.'.length)] ?? '');
  const setByQueue = (byQueue: Readonly<Record<string, string>>, what: string): Promise<boolean> =>
    save({ pop: { byQueue } }, what);
  const insert = async (name: string): Promise<void> => {
    const next = `${drafts.get(target) ?? savedOf(target)}{${name}}`;
    setDraft(target, next);
    if (!shortText(longestTemplate)(next).ok) return;
    const queue = target.slice('pop.byQueue.'.length);
    const saved = await (target === mainField
      ? save({ pop: { template: next } }, templateLabel)
      : target === platformField
        ? setOfPlatform(next)
        : setByQueue({ ...pop.byQueue, [queue]: next }, say('settings.pop.queueTemplate', { queue })));
    if (saved) settleDraft(target, next);
  };
  const shown = drafts.get(target) ?? savedOf(target);
  return (
    <div className="settings-columns">
      <div className="settings-fields">
        <SelectField
          label={say('settings.pop.trigger')}
          value={pop.trigger}
          choices={triggers.map((id) => ({ id, label: say(`settings.pop.triggers.${id}`) }))}
          onChange={(id) => {
            const trigger = triggers.find((one) => one === id);
            if (trigger) void save({ pop: { trigger } }, say('settings.pop.trigger'));
          }}
        />
        <DraftField
          field={mainField}
          onFocus={() => setTarget(mainField)}
          label={templateLabel}
          hint={say('settings.pop.templateHint')}
          placeholder="https://crm.example.com/caller?number={number}"
          saved={pop.template}
          check={shortText(longestTemplate)}
          onSave={(template) => save({ pop: { template } }, templateLabel)}
          lines={3}
        />
        <TemplateNote template={drafts.get(mainField) ?? pop.template} />
        {profileId === '' ? null : (
          <>
            <DraftField
              field={platformField}
              onFocus={() => setTarget(platformField)}
              label={platformLabel}
              hint={say('settings.pop.platformHint')}
              saved={ofPlatform}
              check={shortText(longestTemplate)}
              onSave={setOfPlatform}
            />
            <TemplateNote template={drafts.get(platformField) ?? ofPlatform} />
          </>
        )}

        {driver.size === 0 || driver.has('queues') ? (
          <fieldset className="settings-group">
            <legend>{say('settings.pop.byQueue')}</legend>
            <p className="field-hint">{say('settings.pop.byQueueHint')}</p>
            {Object.entries(pop.byQueue).map(([queue, template]) => {
              const field = `pop.byQueue.${queue}`;
              const label = say('settings.pop.queueTemplate', { queue });
              return (
                <div key={queue} className="stack">
                  <div className="row by-queue">
                    <DraftField
                      className="grow"
                      field={field}
                      onFocus={() => setTarget(field)}
                      label={label}
                      saved={template}
                      check={shortText(longestTemplate)}
                      onSave={(next) => setByQueue({ ...pop.byQueue, [queue]: next }, label)}
                    />
                    <IconButton
                      icon={Trash2}
                      label={say('settings.pop.removeQueue', { queue })}
                      onPress={() => {
                        const { [queue]: _gone, ...rest } = pop.byQueue;
                        setDraft(field, null);
                        setTarget(mainField);
                        void setByQueue(rest, label);
                      }}
                    />
                  </div>
                  <TemplateNote template={drafts.get(field) ?? template} />
                </div>
              );
            })}
            <AddQueue
              taken={Object.keys(pop.byQueue)}
              label={say('settings.pop.addQueue')}
              onAdd={(queue) =>
                setByQueue({ ...pop.byQueue, [queue]: pop.template }, say('settings.pop.queueTemplate', { queue }))
              }
            />
          </fieldset>
        ) : null}

        <SwitchField
          label={say('settings.pop.internal')}
          isOn={pop.internal}
          onChange={(internal) => void save({ pop: { internal } }, say('settings.pop.internal'))}
        />
        <SwitchField
          label={say('settings.pop.outbound')}
          isOn={pop.outbound}
          onChange={(outbound) => void save({ pop: { outbound } }, say('settings.pop.outbound'))}
        />
      </div>
      <div className="stack">
        <PopPreview template={shown} />
        <section className="panel" aria-label={say('settings.pop.variables')}>
          <header className="panel-head">
            <h3>{say('settings.pop.variables')}</h3>
          </header>
          <ul className="panel-body variables">
            {[...popVariables, 'var' as const].map((name) => (
              <li key={name}>
                <Button
                  size="s"
                  variant="quiet"
                  className="variable"
                  onPress={() => void insert(name === 'var' ? 'var.NAME' : name)}
                >
                  {`{${name === 'var' ? 'var.NAME' : name}}`}
                </Button>
                <span className="muted">{say(`settings.pop.variable.${name}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

/** What is wrong with a template, next to it; it can be kept as it is, since nothing bad will be opened. */
function TemplateNote(props: { readonly template: string }): ReactNode {
  const say = useSay();
  const { problem, unknown } = checkTemplate(props.template);
  if (problem === null && unknown.length === 0) return null;
  return (
    <p className="field-error" role="alert">
      {problem === null
        ? say('settings.pop.unknown', { names: unknown.join(', ') })
        : say(`settings.pop.problems.${problem}`)}
    </p>
  );
}

/** The address as the desk would open it for a sample call. */
function PopPreview(props: { readonly template: string }): ReactNode {
  const say = useSay();
  const template = props.template.trim().slice(0, 2000);
  const preview = useQuestion('pop.preview', { template }, { enabled: template !== '', keep: true });
  return (
    <section className="panel preview" aria-label={say('settings.pop.preview')}>
      <header className="panel-head">
        <h3>{say('settings.pop.preview')}</h3>
      </header>
      <div className="panel-body" aria-live="polite">
        {template === '' ? (
          <p className="muted">{say('settings.pop.previewEmpty')}</p>
        ) : preview.error ? (
          <ErrorLine error={preview.error.error} />
        ) : preview.data?.blocked ? (
          <p className="field-error">{say('settings.pop.blocked')}</p>
        ) : (
          <>
            <code className="preview-url">{preview.data?.url ?? '…'}</code>
            {preview.data && preview.data.unknown.length > 0 ? (
              <p className="field-error">{say('settings.pop.unknown', { names: preview.data.unknown.join(', ') })}</p>
            ) : null}
          </>
        )}
      </div>
    </section>
  );
}

/** A queue number from the platform's list or typed, and a button. */
export function AddQueue(props: {
  readonly taken: readonly string[];
  readonly label: string;
  readonly onAdd: (queue: string) => Promise<boolean>;
}): ReactNode {
  const say = useSay();
  const queues = useRowList('queues');
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const checked = newQueue(props.taken)(text);
  const add = async (): Promise<void> => {
    setTried(true);
    if (!checked.ok || !(await props.onAdd(checked.value))) return;
    setText('');
    setTried(false);
  };
  return (
    <div className="row add-queue">
      <ComboField
        label={say('settings.pop.queue')}
        value={text}
        onChange={(next) => {
          setText(next);
          setTried(false);
        }}
        choices={queues
          .filter((tile) => !props.taken.includes(tile.queue))
          .map((tile) => ({ id: tile.queue, label: tile.name || tile.queue }))}
        error={tried && !checked.ok ? say(checked.key, checked.params) : null}
      />
      <Button icon={Plus} onPress={() => void add()}>
        {props.label}
      </Button>
    </div>
  );
}
