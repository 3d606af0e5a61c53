/** Owns the way in after the vault is made: connect, and four words to read aloud. Nothing is lost by a cut. */
import { useEffect, useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Facts } from '../../ui/Card.tsx';
import { Skeleton, StepCount } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { WordsGrid } from '../../ui/Words.tsx';
import { useSession } from '../application.ts';
import type { Joining as State } from '../life.ts';
import { helloPhrase } from '../phrases.ts';
import { Notice } from '../screens/Notice.tsx';
import { Page } from '../screens/Page.tsx';
import { LanguagePick } from '../settings/LanguagePick.tsx';
import { useT } from '../translation.tsx';
import { InviteForm } from './InviteForm.tsx';

/** After these another invite is the only way on. */
const INVITE_TROUBLES = ['inviteUsed', 'inviteExpired', 'inviteForeign', 'inviteMalformed'];

export function HelloWords({ indexes }: { readonly indexes: readonly number[] }) {
  const t = useT();
  const [words, setWords] = useState<readonly string[]>([]);
  useEffect(() => {
    let wanted = true;
    void helloPhrase(indexes, t.lang).then((spoken) => {
      if (wanted) setWords(spoken);
    });
    return () => {
      wanted = false;
    };
  }, [indexes, t.lang]);
  return <WordsGrid words={words} lang={t.lang} label={t('join.hello.words')} />;
}

export function Joining({ life }: { readonly life: State }) {
  const t = useT();
  const session = useSession();
  const count = (at: number) => <StepCount at={at} of={8} text={t('step.at', { at, of: 8 })} />;

  if (life.step === 'invite')
    return (
      <Page title={t('join.invite.title')} lead={t('join.invite.lead')}>
        <InviteForm
          busy={life.busy}
          trouble={life.trouble}
          onInvite={(text) => void session.offerInvite(text)}
        />
      </Page>
    );

  if (life.step === 'connect')
    return (
      <Page
        before={count(8)}
        title={t('join.connect.title')}
        lead={t('join.connect.lead')}
        actions={
          <>
            {life.trouble !== null && INVITE_TROUBLES.includes(life.trouble) ? (
              <Button onClick={() => session.askForInvite()}>{t('join.compare.otherInvite')}</Button>
            ) : null}
            <Button kind="primary" busy={life.busy} onClick={() => void session.connect()}>
              {life.trouble === null ? t('join.connect.button') : t('action.retry')}
            </Button>
          </>
        }
      >
        {life.busy ? <Skeleton lines={2} label={t('join.invite.checking')} /> : null}
        {life.trouble === null ? null : <Notice code={life.trouble} />}
      </Page>
    );

  return (
    <Page
      before={count(8)}
      title={t('join.hello.title')}
      lead={t('join.hello.lead')}
      actions={
        <Button kind="primary" wide onClick={() => void session.arrive()}>
          {t('join.hello.done')}
        </Button>
      }
    >
      <Stack gap={4}>
        <HelloWords indexes={life.helloWords} />
        {life.org === null ? null : (
          <Facts
            facts={[{ id: 'org', label: t('join.compare.org'), value: <bdi translate="no">{life.org}</bdi> }]}
          />
        )}
        {session.isFront ? <Banner tone="info">{t('entry.front.joined')}</Banner> : null}
        <p>{t('join.hello.later')}</p>
        <p>{t('join.compare.language')}</p>
        <LanguagePick />
      </Stack>
    </Page>
  );
}
