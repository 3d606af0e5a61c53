/** Owns the questions before an organisation is founded: where, with which code, under which names. */
import { type ReactNode, useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { isEndpointUrl } from '../../wire/shape.ts';
import { useT } from '../desk.tsx';
import type { Plan } from '../life.ts';
import { Trouble } from '../screens/Trouble.tsx';
import { Door, Two } from './Door.tsx';

const MOST_NAME = 80;

export function PlanForm(props: {
  readonly before?: ReactNode;
  readonly plan: Plan;
  readonly onPlan: (plan: Plan) => void;
  readonly busy: boolean;
  readonly trouble: string | null;
  readonly onBack?: () => void;
  readonly onDone: (plan: Plan) => void;
}) {
  const t = useT();
  const { plan, onPlan } = props;
  const [asked, setAsked] = useState(false);
  const clean: Plan = {
    code: plan.code.trim(),
    name: plan.name.trim(),
    pseudonym: plan.pseudonym.trim(),
    endpoint: plan.endpoint.trim().replace(/\/+$/, ''),
  };
  const wrong = {
    code: clean.code === '',
    name: clean.name === '' || clean.name.length > MOST_NAME,
    pseudonym: clean.pseudonym === '' || clean.pseudonym.length > MOST_NAME,
    endpoint: !isEndpointUrl(clean.endpoint),
  };
  const next = (): void => {
    setAsked(true);
    if (!Object.values(wrong).some(Boolean)) props.onDone(clean);
  };
  const nameError = (name: string) =>
    name === '' ? t('door.needed') : t('door.neededName', { n: MOST_NAME });
  const error = (is: boolean, text: string) => (asked && is ? { text } : undefined);
  return (
    <Door
      before={props.before}
      title={t('setup.title')}
      lead={t('door.plan.lead')}
      notice={<Trouble code={props.trouble} />}
      actions={
        <>
          {props.onBack === undefined ? null : (
            <Button kind="quiet" onClick={props.onBack}>
              {t('action.back')}
            </Button>
          )}
          <Button kind="primary" busy={props.busy} onClick={next}>
            {t('action.continue')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('setup.code.field')}
        hint={t('setup.code.lead')}
        value={plan.code}
        onChange={(code) => onPlan({ ...plan, code })}
        error={error(wrong.code, t('door.needed'))}
        capitals="none"
        mono
        autoFocus
        onEnter={next}
      />
      <Two>
        <TextField
          label={t('setup.name.title')}
          hint={t('setup.name.hint')}
          value={plan.name}
          onChange={(name) => onPlan({ ...plan, name })}
          error={error(wrong.name, nameError(clean.name))}
          onEnter={next}
        />
        <TextField
          label={t('setup.member.field')}
          hint={t('setup.member.hint')}
          value={plan.pseudonym}
          onChange={(pseudonym) => onPlan({ ...plan, pseudonym })}
          error={error(wrong.pseudonym, nameError(clean.pseudonym))}
          onEnter={next}
        />
      </Two>
      <Banner tone="attention">{t('door.name.seen')}</Banner>
      <TextField
        label={t('door.endpoint')}
        hint={t('door.endpoint.hint')}
        value={plan.endpoint}
        onChange={(endpoint) => onPlan({ ...plan, endpoint })}
        error={error(wrong.endpoint, t('door.endpoint.wrong'))}
        capitals="none"
        mono
        onEnter={next}
      />
    </Door>
  );
}
