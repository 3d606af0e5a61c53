/** Owns the first screen and what it leads to: a new organisation, or a key file. Keeps what was typed only while it is typed. */
import { Building2, FileKey2, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { StepCount } from '../../ui/Progress.tsx';
import { FilePick } from '../../ui/Tabs.tsx';
import { Code } from '../../ui/Words.tsx';
import { useDesk, useT } from '../desk.tsx';
import type { Plan } from '../life.ts';
import { Trouble } from '../screens/Trouble.tsx';
import { ChooseWords } from './ChooseWords.tsx';
import { Choices, Door, DoorChoice } from './Door.tsx';
import { readKeyFile } from './keyFile.ts';
import { PlanForm } from './PlanForm.tsx';

type Way =
  | { readonly to: 'choose' }
  | { readonly to: 'plan' }
  | { readonly to: 'words'; readonly plan: Plan }
  | { readonly to: 'keyfile' }
  | { readonly to: 'keyfileWords'; readonly file: string };

const STEPS = 4;
const MOST_KEY_FILE = 16_777_216;

export function Welcome({ busy, trouble }: { readonly busy: boolean; readonly trouble: string | null }) {
  const t = useT();
  const { session, endpoint } = useDesk();
  const [way, setWay] = useState<Way>({ to: 'choose' });
  const [plan, setPlan] = useState<Plan>({ code: '', name: '', pseudonym: '', endpoint });
  const [wrong, setWrong] = useState<string | null>(null);
  const step = (at: number) => <StepCount at={at} of={STEPS} text={t('step.at', { at, of: STEPS })} />;

  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const text = file.size > MOST_KEY_FILE ? '' : await file.text().catch(() => '');
    const good = readKeyFile(text);
    setWrong(good.ok ? null : good.code);
    if (good.ok) setWay({ to: 'keyfileWords', file: text });
  };

  switch (way.to) {
    case 'choose':
      return (
        <Door title={t('setup.welcome.title')} lead={t('setup.welcome.lead')} foot={t('door.limits')} bare>
          <Choices>
            <DoorChoice
              icon={<Building2 size={22} />}
              title={t('setup.welcome.new')}
              hint={t('door.new.hint')}
              onPress={() => setWay({ to: 'plan' })}
            />
            <DoorChoice
              icon={<FileKey2 size={22} />}
              title={t('setup.welcome.key')}
              hint={t('setup.welcome.keyHint')}
              onPress={() => setWay({ to: 'keyfile' })}
            />
          </Choices>
        </Door>
      );
    case 'plan':
      return (
        <PlanForm
          before={step(1)}
          plan={plan}
          onPlan={setPlan}
          busy={false}
          trouble={null}
          onBack={() => setWay({ to: 'choose' })}
          onDone={(done) => setWay({ to: 'words', plan: done })}
        />
      );
    case 'words':
      return (
        <ChooseWords
          before={step(2)}
          busy={busy}
          trouble={trouble}
          doing={t('setup.making')}
          onBack={() => setWay({ to: 'plan' })}
          onWords={(words) => void session.setUp(words, way.plan)}
        />
      );
    case 'keyfile':
      return (
        <Door
          title={t('keyfile.title')}
          lead={t('keyfile.lead')}
          notice={
            wrong === 'recoveryGiven' ? (
              <Banner
                tone="attention"
                icon={<ShieldCheck size={20} />}
                title={t('keyfile.recovery.title')}
                announce
              >
                <p>{t('keyfile.recovery.text')}</p>
                <Code block>tumar open -i tumar-recovery.json FILE</Code>
              </Banner>
            ) : (
              <Trouble code={wrong} />
            )
          }
          actions={
            <Button kind="quiet" onClick={() => setWay({ to: 'choose' })}>
              {t('action.back')}
            </Button>
          }
        >
          <FilePick
            label={t('keyfile.pick')}
            hint="member.json"
            icon={<FileKey2 size={22} />}
            accept=".json,application/json"
            onFiles={([file]) => void read(file)}
          />
        </Door>
      );
    case 'keyfileWords':
      return (
        <ChooseWords
          busy={busy}
          trouble={trouble}
          doing={t('door.locking')}
          onBack={() => setWay({ to: 'keyfile' })}
          onWords={(words) => void session.openKeyFile(way.file, words)}
        />
      );
  }
}
