/** Owns the rest of a founding: keys made, recovery file saved and checked, organisation published. Goes on where it was cut off. */
import { Download, FileCheck2, Lock, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { encodeMember } from '../../inbox/member.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { StepCount } from '../../ui/Progress.tsx';
import { FilePick } from '../../ui/Tabs.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useDesk, useT } from '../desk.tsx';
import type { Life, Plan } from '../life.ts';
import { saveFile } from '../saving.ts';
import { Trouble } from '../screens/Trouble.tsx';
import { Door } from './Door.tsx';
import { PlanForm } from './PlanForm.tsx';

const STEPS = 4;
const RECOVERY_NAME = 'tumar-recovery.json';
/** A second press within this time is a slip of the finger, not a wish for a second file. */
const SAVING_MS = 2000;
const MOST_RECOVERY = 1_048_576;
/** Codes after which another set-up code may help. */
const CODE_WRONG = ['setupCodeWrong', 'setupCodeUsed', 'orgTaken'];

export function Founding({ life }: { readonly life: Extract<Life, { at: 'founding' }> }) {
  const t = useT();
  const { session, endpoint } = useDesk();
  const [plan, setPlan] = useState<Plan>({ code: '', name: '', pseudonym: '', endpoint });
  const [saved, setSaved] = useState(false);
  const [saving, setSaving] = useState(false);
  const [code, setCode] = useState('');
  useEffect(() => {
    if (!saving) return;
    const timer = setTimeout(() => setSaving(false), SAVING_MS);
    return () => clearTimeout(timer);
  }, [saving]);
  const { busy, trouble, made } = life;
  const step = (at: number) => <StepCount at={at} of={STEPS} text={t('step.at', { at, of: STEPS })} />;

  if (made === null && busy)
    return (
      <Door before={step(2)} title={t('setup.making')} lead={t('door.making.lead')}>
        <p role="status">{t('work.loading')}</p>
      </Door>
    );
  if (made === null)
    return (
      <PlanForm
        before={step(1)}
        plan={plan}
        onPlan={setPlan}
        busy={busy}
        trouble={trouble}
        onDone={(done) => void session.makeKeys(done)}
      />
    );

  const check = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const text = file.size > MOST_RECOVERY ? '' : await file.text().catch(() => '');
    await session.checkRecovery(text);
  };
  if (!made.checked)
    return (
      <Door
        before={step(3)}
        title={t('setup.recovery.title')}
        lead={t('setup.recovery.lead')}
        notice={<Trouble code={trouble} />}
        foot={t('door.recovery.opens')}
        actions={
          <Button kind="quiet" icon={<Lock size={18} />} onClick={() => void session.lock()}>
            {t('door.later')}
          </Button>
        }
      >
        <Banner tone="attention" icon={<ShieldCheck size={20} />}>
          {t('setup.recovery.where')}
        </Banner>
        <Button
          kind={saved ? 'secondary' : 'primary'}
          wide
          icon={<Download size={18} />}
          disabled={saving}
          onClick={() => {
            saveFile(new Blob([encodeMember(made.recovery)], { type: 'application/json' }), RECOVERY_NAME);
            setSaved(true);
            setSaving(true);
          }}
        >
          {t('setup.recovery.save')}
        </Button>
        {saved ? <p role="status">{t('setup.recovery.saved', { name: RECOVERY_NAME })}</p> : null}
        <FilePick
          label={t('setup.recovery.check')}
          hint={t('setup.recovery.checkHint')}
          icon={<FileCheck2 size={22} />}
          accept=".json,application/json"
          disabled={busy}
          onFiles={([file]) => void check(file)}
        />
        {busy ? <p role="status">{t('door.checking')}</p> : null}
      </Door>
    );

  const other = trouble !== null && CODE_WRONG.includes(trouble);
  return (
    <Door
      before={step(4)}
      title={t('door.publish.title')}
      lead={t('setup.recovery.checked')}
      notice={<Trouble code={trouble} />}
      actions={
        <>
          <Button kind="quiet" icon={<Lock size={18} />} onClick={() => void session.lock()}>
            {t('door.later')}
          </Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={other && code.trim() === ''}
            onClick={() => void session.publish(other ? code.trim() : undefined)}
          >
            {busy ? t('setup.publishing') : t('action.retry')}
          </Button>
        </>
      }
    >
      {other ? (
        <TextField
          label={t('setup.code.field')}
          hint={t('setup.code.lead')}
          value={code}
          onChange={setCode}
          capitals="none"
          mono
          autoFocus
        />
      ) : (
        <p role="status">{busy ? t('setup.publishing') : t('door.publish.safe')}</p>
      )}
    </Door>
  );
}
