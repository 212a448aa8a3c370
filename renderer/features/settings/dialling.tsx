import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import { type ReactNode, useMemo, useState } from 'react';
import { type Language, useLanguage, useSay } from '../../i18n/index';
import { useSettings } from '../../live/hooks';
import { useQuestion } from '../../query/questions';
import { ErrorLine, SelectField, SwitchField, TextField } from '../../ui/index';
import { areaCode, outsidePrefix, shortCodes, wholeBetween } from './check';
import { DraftField } from './draft-field';
import { useSaving } from './saving';

function countries(
  language: Language,
): readonly { readonly id: string; readonly label: string; readonly detail: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return getCountries()
    .map((id) => ({ id, label: names.of(id) ?? id, detail: `+${getCountryCallingCode(id)}` }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}

export function Dialling(): ReactNode {
  const say = useSay();
  const language = useLanguage();
  const { dialling } = useSettings();
  const { save } = useSaving();
  const choices = useMemo(() => countries(language), [language]);
  const words = (
    key:
      | 'country'
      | 'areaCode'
      | 'outsidePrefix'
      | 'internalDigits'
      | 'shortCodes'
      | 'allowInternational'
      | 'confirmOutside',
  ) => say(`settings.dialling.${key}`);
  return (
    <div className="settings-columns">
      <div className="settings-fields">
        <SelectField
          label={words('country')}
          value={dialling.country}
          choices={choices}
          onChange={(country) => void save({ dialling: { country } }, words('country'))}
        />
        <DraftField
          field="dialling.areaCode"
          label={words('areaCode')}
          hint={say('settings.dialling.areaCodeHint')}
          saved={dialling.areaCode}
          check={areaCode}
          onSave={(value) => save({ dialling: { areaCode: value } }, words('areaCode'))}
        />
        <DraftField
          field="dialling.outsidePrefix"
          label={words('outsidePrefix')}
          hint={say('settings.dialling.outsidePrefixHint')}
          saved={dialling.outsidePrefix}
          check={outsidePrefix}
          onSave={(value) => save({ dialling: { outsidePrefix: value } }, words('outsidePrefix'))}
        />
        <DraftField
          field="dialling.internalDigits"
          label={words('internalDigits')}
          hint={say('settings.dialling.internalDigitsHint')}
          saved={String(dialling.internalDigits)}
          check={wholeBetween(2, 6)}
          onSave={(internalDigits) => save({ dialling: { internalDigits } }, words('internalDigits'))}
        />
        <DraftField
          field="dialling.shortCodes"
          label={words('shortCodes')}
          hint={say('settings.dialling.shortCodesHint')}
          saved={dialling.shortCodes.join(', ')}
          check={shortCodes}
          onSave={(codes) => save({ dialling: { shortCodes: codes } }, words('shortCodes'))}
          lines={2}
        />
        <SwitchField
          label={words('allowInternational')}
          isOn={dialling.allowInternational}
          onChange={(allowInternational) =>
            void save({ dialling: { allowInternational } }, words('allowInternational'))
          }
        />
        <SwitchField
          label={words('confirmOutside')}
          isOn={dialling.confirmOutside}
          onChange={(confirmOutside) => void save({ dialling: { confirmOutside } }, words('confirmOutside'))}
        />
      </div>
      {/* Asked anew when a rule is saved: the answer belongs to the rules that the desk has. */}
      <DialPreview key={JSON.stringify(dialling)} />
    </div>
  );
}

/** Type a number, see exactly what will be dialled: the desk's own answer. */
function DialPreview(): ReactNode {
  const say = useSay();
  const { drafts, setDraft } = useSaving();
  const field = 'dialling.preview';
  const [text, setText] = useState(drafts.get(field) ?? '');
  const typed = text.trim();
  const read = useQuestion('dial.read', { text: typed }, { enabled: typed !== '', keep: true });
  const candidates = typed === '' ? [] : (read.data?.candidates ?? []);
  return (
    <section className="panel preview" aria-label={say('settings.dialling.preview')}>
      <header className="panel-head">
        <h3>{say('settings.dialling.preview')}</h3>
      </header>
      <div className="panel-body stack">
        <TextField
          label={say('settings.dialling.previewHint')}
          value={text}
          onChange={(next) => {
            setText(next);
            setDraft(field, next === '' ? null : next);
          }}
          maxLength={4000}
        />
        <div aria-live="polite" className="stack">
          {typed === '' ? (
            <p className="muted">{say('settings.dialling.previewEmpty')}</p>
          ) : read.error ? (
            <ErrorLine error={read.error.error} />
          ) : read.data && candidates.length === 0 ? (
            <p className="field-error">{say('settings.dialling.noNumber')}</p>
          ) : (
            <>
              {candidates.length > 1 ? <p>{say('settings.dialling.several', { n: candidates.length })}</p> : null}
              {candidates.map((candidate) => (
                <dl key={`${candidate.dial}/${candidate.display}`} className="preview-candidate">
                  <dt>{say('settings.dialling.willDial')}</dt>
                  <dd className="preview-dial">{candidate.dial}</dd>
                  <dt>{say('settings.dialling.reads')}</dt>
                  <dd>
                    {[candidate.display, say(`settings.dialling.kinds.${candidate.kind}`), candidate.region]
                      .filter(Boolean)
                      .join(' · ')}
                  </dd>
                </dl>
              ))}
            </>
          )}
        </div>
      </div>
    </section>
  );
}
