/** Owns screen 7: may it be used, how urgent, is the monitor at risk. Never decides for the person who was harmed. */
import { defaultUse, type Use } from '../../domain/draft.ts';
import { suggestedUrgency, urgencyOf } from '../../domain/urgency.ts';
import { options } from '../../domain/vocabulary.ts';
import { Disclosure } from '../../ui/Card.tsx';
import { CheckList, CheckRow, ChoiceList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
import { FormFrame } from './FormFrame.tsx';
import { WhoAgreed } from './WhoAgreed.tsx';

/** Nothing is below it, so nothing is greyed. */
const LOWEST = 'u0';

/** Said by other answers of the form already. */
const SAID_ELSEWHERE = ['monitor_exposed', 'minor'];

export function FormUse({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const { draft } = composing;
  const use = draft.use ?? defaultUse();
  const keep = (change: Partial<Use>): void => session.composing.answer({ use: { ...use, ...change } });
  // Ticked by hand belongs to the full form.
  const presets = options('presets').filter((one) => one.code !== 'custom');
  const suggested = suggestedUrgency(draft.what ?? '', use.riskFlags);
  return (
    <FormFrame
      composing={composing}
      screen={7}
      title={t('form.use.title')}
      lead={
        <span lang={t.lang}>
          {t.lang === t.speaks ? t('form.use.hint') : `${t('form.use.hint')} ${t('form.use.unreviewed')}`}
        </span>
      }
    >
      <Stack gap={6}>
        <Stack gap={6} lang={t.lang}>
          <ChoiceList
            legend={t('form.use.title')}
            legendHidden
            value={draft.use === null ? undefined : use.preset}
            onChange={(preset) => keep({ preset })}
            choices={presets.map((one) => ({ value: one.code, label: t.label('presets', one.code) }))}
          />
          <WhoAgreed said={use} onChange={keep} />
        </Stack>
        <ChoiceList
          legend={t('form.urgent.title')}
          {...(suggested === LOWEST
            ? {}
            : { hint: t('form.urgent.least', { level: t.label('urgency', suggested) }) })}
          value={urgencyOf(suggested, use.urgency)}
          onChange={(urgency) => keep({ urgency })}
          choices={options('urgency').map((one) => ({
            value: one.code,
            label: t.label('urgency', one.code),
            // The monitor may raise it; only a coordinator lowers it.
            disabled: one.code < suggested,
            ...(one.code === suggested ? { hint: t('form.urgent.suggested') } : {}),
          }))}
        />
        <Stack gap={2}>
          <CheckRow
            label={t('form.risk.mine')}
            hint={t('form.risk.mineHint')}
            checked={use.monitorAtRisk}
            onChange={(monitorAtRisk) => keep({ monitorAtRisk })}
          />
          <Disclosure summary={t('form.risk.more')}>
            <CheckList
              legend={t('form.risk.more')}
              legendHidden
              values={use.riskFlags}
              onChange={(riskFlags) => keep({ riskFlags })}
              choices={options('riskFlags')
                .filter((one) => !SAID_ELSEWHERE.includes(one.code))
                .map((one) => ({ value: one.code, label: t.label('riskFlags', one.code) }))}
            />
          </Disclosure>
        </Stack>
      </Stack>
    </FormFrame>
  );
}
