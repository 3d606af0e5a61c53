/** Owns the last look at a short form: what is sent, what is missing. Never seals by itself. */
import { Camera, CircleAlert, FilePlus, Paperclip } from 'lucide-react';
import { useLocation } from 'wouter';
import { finish, holderOf } from '../../domain/finish.ts';
import type { Issue } from '../../domain/finishIssues.ts';
import { Button } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import type { Composing, Unlocked } from '../life.ts';
import { LastLook } from '../screens/LastLook.tsx';
import { sayBytes } from '../screens/size.ts';
import { useT } from '../translation.tsx';
import { answersOf, levelOf } from './answers.ts';
import styles from './Form.module.css';
import { fullStart, screenPath } from './FormFrame.tsx';
import { OwnFormRows } from './OwnFormRows.tsx';

/** The sentence for a use that is left out, and for a name that cannot be told. */
function warningOf({ code, screen }: Issue) {
  switch (code) {
    case 'consentByNobody':
      return screen === 6 ? 'form.use.byNobodyFile' : 'form.use.byNobody';
    case 'minorNamedWithoutGuardian':
      return 'form.use.childNamed';
    case 'unnamedMayBeNamed':
      return 'form.use.unnamed';
    case 'imageWithoutConsent':
      return 'attach.people.unsaid';
    default:
      return screen === 6 ? 'form.use.fileUnexplained' : 'finish.notExplained';
  }
}

/** What is wrong in the words of the thing itself; else what the screen asks for. */
function missingOf({ code, screen }: Issue) {
  switch (code) {
    case 'inFuture':
      return 'finish.ahead';
    case 'attachmentNotReady':
      return 'finish.stillSealing';
    case 'tooLong':
      return 'finish.tooLong';
    default:
      return `finish.missing.${screen}` as const;
  }
}

/** As many names of files as a line bears. */
const MOST_NAMES = 2;

/** One line for each sentence and file; a dozen pictures of one day are one line, which leads to the first. */
function toldOnce(warnings: readonly Issue[]) {
  const told = new Map<string, { readonly one: Issue; readonly alike: Issue[] }>();
  for (const one of warnings) {
    const text = warningOf(one);
    const key = text === 'attach.people.unsaid' ? text : `${one.screen} ${one.file ?? ''} ${text}`;
    const before = told.get(key);
    if (before === undefined) told.set(key, { one, alike: [one] });
    else before.alike.push(one);
  }
  return told;
}

type WarningsProps = { readonly warnings: readonly Issue[]; readonly composing: Composing };

/** Never stops anybody. Each file that one is about is named, and gone to. */
function Warnings({ warnings, composing: { handle, draft } }: WarningsProps) {
  const t = useT();
  const [, go] = useLocation();
  const told = toldOnce(warnings);
  const placeOf = ({ file }: Issue): number => draft.attachments.findIndex(({ id }) => id === file);
  const nameOf = (one: Issue): readonly string[] => {
    const name = draft.attachments[placeOf(one)]?.name;
    return name === undefined ? [] : [name];
  };
  if (told.size === 0) return null;
  return (
    <Card flush title={t('form.use.title')}>
      <Rows label={t('form.use.title')}>
        {[...told].map(([key, { one, alike }]) => {
          const names = [...new Set(alike.flatMap(nameOf))];
          const named = [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])];
          return (
            <Row
              key={key}
              icon={<CircleAlert size={20} />}
              title={<span lang={t.lang}>{t(warningOf(one))}</span>}
              detail={<bdi>{named.length === 0 ? t('finish.go') : named.join(', ')}</bdi>}
              onOpen={() => go(screenPath(handle, one.screen, placeOf(one) + 1))}
            />
          );
        })}
      </Rows>
    </Card>
  );
}

export function FormSummary({ composing, life }: { readonly composing: Composing; readonly life: Unlocked }) {
  const t = useT();
  const [, go] = useLocation();
  const { draft, handle } = composing;
  const checked = finish(draft, { now: Date.now() });
  const issues = checked.ok ? [] : checked.issues;
  const missing = new Map(issues.map((issue) => [`${issue.screen} ${missingOf(issue)}`, issue]));
  const answers = answersOf(t, draft);
  const questionOf = (at: number): string | undefined =>
    answers.find(({ screen }) => screen === at)?.question;

  return (
    <LastLook composing={composing} life={life} ready={checked.ok} onBack={() => go(screenPath(handle, 7))}>
      {checked.ok ? null : (
        <Card flush title={t('finish.missing')}>
          <Rows label={t('finish.missing')}>
            {[...missing].map(([key, issue]) => (
              <Row
                key={key}
                title={t(missingOf(issue))}
                detail={(issue.code === 'tooLong' ? questionOf(issue.screen) : undefined) ?? t('finish.go')}
                onOpen={() => go(screenPath(handle, issue.screen))}
              />
            ))}
          </Rows>
        </Card>
      )}
      {checked.ok ? <Warnings warnings={checked.warnings} composing={composing} /> : null}
      <Card flush title={t('finish.what')}>
        <Rows label={t('finish.what')}>
          {answers.map(({ screen, question, said }) => (
            <Row
              key={screen}
              title={question}
              detail={
                <span className={styles.said}>{said.length === 0 ? t('field.empty') : said.join(' · ')}</span>
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
    </LastLook>
  );
}
