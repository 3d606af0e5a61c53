/** Owns the way in before there is a vault: language, install, limits, invite, ten words to compare, words to open with. */
import { ArrowLeft, FileUp } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Skeleton, StepCount } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { WordsGrid } from '../../ui/Words.tsx';
import { useApplication, useSession } from '../application.ts';
import { readInvite } from '../invitation.ts';
import type { Trouble } from '../life.ts';
import { safetyPhrase } from '../phrases.ts';
import { START } from '../place.ts';
import { Limits } from '../screens/Limits.tsx';
import { notHere } from '../screens/NotHere.tsx';
import { Notice } from '../screens/Notice.tsx';
import { Page } from '../screens/Page.tsx';
import { LanguagePick } from '../settings/LanguagePick.tsx';
import { useT } from '../translation.tsx';
import { ChooseWords, type Phase } from './ChooseWords.tsx';
import { InviteForm } from './InviteForm.tsx';

const Deliver = lazy(() =>
  import('../screens/Deliver.tsx').then((part) => ({ default: part.Deliver }), notHere),
);

type Step = 'deliver' | 'language' | 'install' | 'limits' | 'invite' | 'compare' | 'differ' | 'words';
const ORDER: readonly Step[] = ['language', 'install', 'limits', 'invite', 'compare', 'words'];
const STEPS: readonly Step[] = [...ORDER, 'deliver', 'differ'];

/** The step is a place, so that the phone's own Back leads one step back and not out of the app. */
const placeOf = (step: Step): string => (step === 'language' ? START : `/j/${step}`);

const PHASES: readonly Phase[] = ['drawn', 'own', 'repeat'];
const phasePlace = (phase: Phase): string => (phase === 'drawn' ? placeOf('words') : `/j/words/${phase}`);
const phaseAt = (path: string): Phase | undefined => PHASES.find((phase) => phasePlace(phase) === path);

/** Nobody compares, or chooses words, before there is an invite. */
function stepAt(path: string, offered: boolean): Step {
  const step =
    phaseAt(path) === undefined ? (STEPS.find((each) => placeOf(each) === path) ?? 'language') : 'words';
  return !offered && ['compare', 'differ', 'words'].includes(step) ? 'invite' : step;
}

type Offered = { readonly text: string; readonly hash: Uint8Array };

export type JoinProps = {
  readonly busy: boolean;
  readonly trouble: Trouble;
  /** Pasted into the front already: it need not be asked for. */
  readonly invite: string | null;
};

export function Join({ busy, trouble, invite }: JoinProps) {
  const t = useT();
  const session = useSession();
  const { device } = useApplication();
  const [path, go] = useLocation();
  const [offered, setOffered] = useState<Offered | null>(null);
  const [refused, setRefused] = useState<string | null>(null);

  const step = stepAt(path, offered !== null);
  const setStep = (to: Step): void => go(placeOf(to));
  const at = ORDER.indexOf(step);
  const before = <StepCount at={at + 1} of={8} text={t('step.at', { at: at + 1, of: 8 })} />;
  const offer = async (text: string): Promise<void> => {
    const read = await readInvite(text, device.localDay());
    // Before the place leads to it: a page that compares nothing would be drawn first.
    flushSync(() => {
      setRefused(read.ok ? null : read.code);
      if (read.ok) setOffered({ text, hash: read.value.hash });
    });
    setStep(read.ok ? 'compare' : 'invite');
  };
  const next = (): void => {
    if (step === 'limits' && invite !== null) void offer(invite);
    else setStep(ORDER[at + 1] ?? step);
  };
  const back =
    at > 0 ? (
      <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={() => setStep(ORDER[at - 1] ?? step)}>
        {t('action.back')}
      </Button>
    ) : null;
  const forward = (label: string) => (
    <>
      {back}
      <Button kind="primary" onClick={next}>
        {label}
      </Button>
    </>
  );

  switch (step) {
    case 'language':
      return (
        <Page
          plain
          before={before}
          title={t('join.language.title')}
          lead={t('join.language.lead')}
          actions={forward(t('action.next'))}
        >
          <Stack gap={6}>
            <LanguagePick />
            <div>
              <Button kind="quiet" icon={<FileUp size={20} />} onClick={() => setStep('deliver')}>
                {t('deliver.entry')}
              </Button>
            </div>
          </Stack>
        </Page>
      );
    case 'deliver':
      return (
        <Page
          plain
          title={t('deliver.title')}
          lead={t('deliver.lead')}
          actions={
            <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={() => setStep('language')}>
              {t('action.back')}
            </Button>
          }
        >
          <Suspense fallback={null}>
            <Deliver />
          </Suspense>
        </Page>
      );
    case 'install':
      return (
        <Page
          plain
          before={before}
          title={t('join.install.title')}
          lead={t('join.install.lead')}
          actions={forward(device.isInstalled() ? t('action.next') : t('join.install.later'))}
        >
          <InstallHint />
        </Page>
      );
    case 'limits':
      return (
        <Page
          plain
          before={before}
          title={t('limits.title')}
          lead={t('limits.lead')}
          actions={forward(t('limits.understood'))}
        >
          <Limits />
        </Page>
      );
    case 'invite':
      return (
        <Page
          plain
          before={before}
          title={t('join.invite.title')}
          lead={t('join.invite.lead')}
          actions={back}
        >
          <InviteForm busy={false} trouble={refused} onInvite={(text) => void offer(text)} />
        </Page>
      );
    case 'compare':
      return (
        <Page
          plain
          before={before}
          title={t('join.compare.title')}
          lead={t('join.compare.lead')}
          actions={
            <>
              <Button onClick={() => setStep('differ')}>{t('join.compare.differ')}</Button>
              <Button kind="primary" onClick={next}>
                {t('join.compare.same')}
              </Button>
            </>
          }
        >
          {offered === null ? null : <SafetyWords hash={offered.hash} />}
        </Page>
      );
    case 'differ':
      return (
        <Page
          plain
          title={t('join.compare.differTitle')}
          actions={
            <Button
              kind="primary"
              onClick={() => {
                setOffered(null);
                setStep('invite');
              }}
            >
              {t('join.compare.otherInvite')}
            </Button>
          }
        >
          <Banner tone="danger" announce>
            {t('join.compare.differText')}
          </Banner>
        </Page>
      );
    case 'words':
      return (
        <ChooseWords
          plain
          before={(part) => <StepCount at={5 + part} of={8} text={t('step.at', { at: 5 + part, of: 8 })} />}
          busy={busy}
          notice={trouble === null ? null : <Notice code={trouble} />}
          at={{ phase: phaseAt(path) ?? 'drawn', onPhase: (phase) => go(phasePlace(phase)) }}
          onBack={() => setStep('compare')}
          onWords={(words) => {
            if (offered !== null) void session.create(words, offered.text);
          }}
        />
      );
  }
}

/** Ten words that both sides compute without the network. [INV2] */
function SafetyWords({ hash }: { readonly hash: Uint8Array }) {
  const t = useT();
  const [words, setWords] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void safetyPhrase(hash, t.lang).then((read) => {
      if (wanted) setWords(read);
    });
    return () => {
      wanted = false;
    };
  }, [hash, t.lang]);
  return words === null ? (
    <Skeleton lines={5} label={t('work.loading')} />
  ) : (
    <Stack gap={4}>
      <WordsGrid words={words} lang={t.lang} label={t('join.compare.words')} />
      <p>{t('join.compare.language')}</p>
      <LanguagePick />
    </Stack>
  );
}

function InstallHint() {
  const t = useT();
  const { install, device } = useApplication();
  const offered = useSyncExternalStore(install.subscribe, install.get);
  if (device.isInstalled()) return <Banner tone="ok">{t('join.install.isInstalled')}</Banner>;
  return (
    <Stack gap={4}>
      {offered ? (
        <Button kind="primary" wide onClick={() => void install.ask()}>
          {t('join.install.button')}
        </Button>
      ) : null}
      <Card>
        <p>{t(device.platform === 'ios' ? 'join.install.ios' : 'join.install.android')}</p>
      </Card>
      <p>{t('join.install.note')}</p>
    </Stack>
  );
}
