/** Owns the last look and Finish: what is sent, to whom, what is missing. Never seals by itself. */
import { ArrowLeft, Check, FilePlus, NotebookText, Paperclip } from 'lucide-react';
import { useLocation } from 'wouter';
import { finish } from '../../domain/finish.ts';
import { percentOf } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import type { Composing, Unlocked } from '../life.ts';
import { useT } from '../translation.tsx';
import { answersOf } from './answers.ts';
import styles from './Form.module.css';
import { fullStart, SavedLine, screenPath } from './FormFrame.tsx';
import { Notice } from './Notice.tsx';
import { Page } from './Page.tsx';
import { sayBytes } from './size.ts';

export function FormSummary({ composing, life }: { readonly composing: Composing; readonly life: Unlocked }) {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const { draft, handle } = composing;
  const checked = finish(draft, { now: Date.now() });
  const issues = checked.ok ? [] : checked.issues;
  const missing = [...new Set(issues.map((issue) => issue.screen))];
  const tooLong = new Set(issues.filter(({ code }) => code === 'tooLong').map(({ screen }) => screen));
  const sealing = life.finishing !== null && life.finishing.handle === handle ? life.finishing : null;
  const busy = composing.work.some((file) => file.trouble === null);

  if (sealing !== null && sealing.trouble === null)
    return (
      <Page bar={draft.localRef} title={t('finish.sealing')}>
        <Progress
          label={t('finish.sealing')}
          amount={t('work.percent', { percent: percentOf(sealing.done, sealing.total) })}
          part={sealing.done / Math.max(1, sealing.total)}
        />
      </Page>
    );

  return (
    <Page
      bar={draft.localRef}
      start={<IconButton icon={<NotebookText size={20} />} label={t('home.title')} onClick={() => go('/')} />}
      title={t('finish.title')}
      lead={t('finish.lead')}
      before={<SavedLine saving={composing.saving} />}
      actions={
        <>
          <Button kind="quiet" icon={<ArrowLeft size={20} />} onClick={() => go(screenPath(handle, 7))}>
            {t('action.back')}
          </Button>
          <Button
            kind="primary"
            icon={<Check size={20} />}
            disabled={missing.length > 0 || busy}
            onClick={() => {
              void session.finish().then((sealed) => {
                if (sealed) go(`/n/${handle}`, { replace: true });
              });
            }}
          >
            {t('finish.button')}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        {sealing?.trouble === null || sealing === null ? null : <Notice code={sealing.trouble} />}
        {missing.length === 0 ? null : (
          <Card flush title={t('finish.missing')}>
            <Rows label={t('finish.missing')}>
              {missing.map((screen) => (
                <Row
                  key={screen}
                  title={t(`finish.missing.${screen}`)}
                  detail={tooLong.has(screen) ? t('finish.tooLong') : t('finish.go')}
                  onOpen={() => go(screenPath(handle, screen))}
                />
              ))}
            </Rows>
          </Card>
        )}
        <Card flush title={t('finish.what')}>
          <Rows label={t('finish.what')}>
            {answersOf(t, draft).map(({ screen, question, said }) => (
              <Row
                key={screen}
                title={question}
                detail={
                  <span className={styles.said}>
                    {said.length === 0 ? t('field.empty') : said.join(' · ')}
                  </span>
                }
                onOpen={() => go(screenPath(handle, screen))}
              />
            ))}
          </Rows>
        </Card>
        {draft.attachments.length === 0 ? null : (
          <Card flush title={t('report.files')}>
            <Rows label={t('report.files')}>
              {draft.attachments.map((file) => (
                <Row
                  key={file.id}
                  icon={<Paperclip size={20} />}
                  title={<bdi translate="no">{file.name}</bdi>}
                  detail={sayBytes(t, file.bytes)}
                />
              ))}
            </Rows>
          </Card>
        )}
        <div>
          <Button icon={<FilePlus size={20} />} onClick={() => go(fullStart(handle))}>
            {t('form.more')}
          </Button>
        </div>
        <Card title={t('finish.to')}>
          <p>{t('finish.toOrg', { org: life.org })}</p>
        </Card>
        {life.manifestOld ? <Banner tone="attention">{t('finish.oldManifest')}</Banner> : null}
        {checked.ok && checked.warnings.length > 0 ? (
          <Banner tone="attention">{t('finish.notExplained')}</Banner>
        ) : null}
        {busy ? <Banner tone="info">{t('finish.stillSealing')}</Banner> : null}
      </Stack>
    </Page>
  );
}
