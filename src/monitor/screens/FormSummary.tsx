/** Owns the last look and Finish: what is sent, to whom, what is missing. Never seals by itself. */
import { ArrowLeft, Camera, Check, CircleAlert, FilePlus, NotebookText, Paperclip } from 'lucide-react';
import { useLocation } from 'wouter';
import { finish, holderOf } from '../../domain/finish.ts';
import type { Issue } from '../../domain/finishIssues.ts';
import { percentOf } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import type { Composing, Unlocked } from '../life.ts';
import { useT } from '../translation.tsx';
import { answersOf, levelOf } from './answers.ts';
import styles from './Form.module.css';
import { fullStart, SavedLine, screenPath } from './FormFrame.tsx';
import { Notice } from './Notice.tsx';
import { OwnFormRows } from './OwnFormRows.tsx';
import { Page } from './Page.tsx';
import { sayBytes } from './size.ts';

/** The sentence for a use that is left out, and for a name that cannot be told. */
function warningOf({ code, screen }: Issue) {
  switch (code) {
    case 'consentByNobody':
      return screen === 6 ? 'form.use.byNobodyFile' : 'form.use.byNobody';
    case 'minorNamedWithoutGuardian':
      return 'form.use.childNamed';
    case 'unnamedMayBeNamed':
      return 'form.use.unnamed';
    default:
      return screen === 6 ? 'form.use.fileUnexplained' : 'finish.notExplained';
  }
}

/** Never stops anybody. */
function Warnings({ warnings, handle }: { readonly warnings: readonly Issue[]; readonly handle: string }) {
  const t = useT();
  const [, go] = useLocation();
  const told = new Map(warnings.map((one) => [`${one.screen} ${warningOf(one)}`, one]));
  if (told.size === 0) return null;
  return (
    <Card flush title={t('form.use.title')}>
      <Rows label={t('form.use.title')}>
        {[...told].map(([key, one]) => (
          <Row
            key={key}
            icon={<CircleAlert size={20} />}
            title={<span lang={t.lang}>{t(warningOf(one))}</span>}
            detail={t('finish.go')}
            onOpen={() => go(screenPath(handle, one.screen))}
          />
        ))}
      </Rows>
    </Card>
  );
}

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
        {checked.ok ? <Warnings warnings={checked.warnings} handle={handle} /> : null}
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
            <Row
              title={t('form.urgent.title')}
              detail={[
                t.label('urgency', levelOf(draft)),
                ...(draft.use?.urgency === levelOf(draft) ? [] : [t('form.urgent.suggested')]),
              ].join(' · ')}
              onOpen={() => go(screenPath(handle, 7))}
            />
            {draft.captures.length === 0 ? null : (
              <Row
                icon={<Camera size={20} />}
                title={t('capture.belongs')}
                detail={<span className={styles.said}>{draft.captures.join(' · ')}</span>}
                onOpen={() => go(screenPath(handle, 6))}
              />
            )}
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
                  detail={[
                    sayBytes(t, file.bytes),
                    t.label('presets', holderOf(draft.attachments, file).use?.preset ?? ''),
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                />
              ))}
            </Rows>
          </Card>
        )}
        <OwnFormRows composing={composing} />
        <div>
          <Button icon={<FilePlus size={20} />} onClick={() => go(fullStart(handle))}>
            {t('form.more')}
          </Button>
        </div>
        <Card title={t('finish.to')}>
          <p>{t('finish.toOrg', { org: life.org })}</p>
        </Card>
        {life.manifestOld ? <Banner tone="attention">{t('finish.oldManifest')}</Banner> : null}
        {busy ? <Banner tone="info">{t('finish.stillSealing')}</Banner> : null}
      </Stack>
    </Page>
  );
}
