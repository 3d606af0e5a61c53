/** Owns the page about the organisation's own forms: in force, importing one, publishing, taking out. Never an answer. */
import { FileSpreadsheet, Send, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type Definition, parseDefinition, type QuestionDef } from '../../domain/form/definition.ts';
import { isAboutFile } from '../../domain/form/definitionFinding.ts';
import type { JsonObject } from '../../domain/report.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card, Disclosure, Row, Rows } from '../../ui/Card.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { FilePick } from '../../ui/Tabs.tsx';
import { InertText } from '../../ui/Words.tsx';
import type { Converted } from '../../xlsform/convert.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import type { FormChange } from '../openerMessages.ts';
import { Column, Frame } from '../screens/Frame.tsx';
import { Trouble } from '../screens/Trouble.tsx';
import { FileFinding, FindingList, Questions, wordsFor } from './ImportedForm.tsx';
import { importForm, spawnImporter } from './importing.ts';

/** Questions that somebody answers, those in groups too. */
const count = (questions: readonly QuestionDef[]): number =>
  questions.reduce(
    (sum, question) =>
      sum +
      ('questions' in question
        ? count(question.questions)
        : Number(question.kind !== 'note' && question.kind !== 'calculated')),
    0,
  );

export function Forms() {
  const t = useT();
  const { session, mailbox } = useDesk();
  const team = useObserved(mailbox.team);
  const [told, setTold] = useState<'published' | 'removed' | 'signed' | null>(null);
  const [imported, setImported] = useState<Converted | null>(null);
  const [reading, setReading] = useState<AbortController | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  // Leaving the page ends the reading.
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const read = async (file: File): Promise<void> => {
    const stop = new AbortController();
    current.current = stop;
    setReading(stop);
    setImported(null);
    setTold(null);
    setTrouble(null);
    const result = await importForm(spawnImporter, file, stop.signal);
    if (current.current !== stop) return;
    setReading(null);
    if (result.ok) setImported(result.value);
    else if (result.code !== 'stopped') setTrouble(result.code);
  };

  const publish = async (change: FormChange): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    const published = await session.publishForm(change);
    setBusy(false);
    setTrouble(published.ok ? null : published.code);
    if (!published.ok) return false;
    setTold(published.value === 'signed' ? 'signed' : 'put' in change ? 'published' : 'removed');
    setImported(null);
    return true;
  };

  if (team === null) return <Frame at="team">{null}</Frame>;
  return (
    <Frame at="team">
      <Column title={t('forms.title')}>
        <p>{t('forms.text')}</p>
        <p>{t('forms.seen')}</p>
        {told === null ? null : (
          <Banner tone={told === 'signed' ? 'info' : 'ok'} announce>
            {t(told === 'signed' ? 'team.signed' : `forms.${told}`)}
          </Banner>
        )}
        <Trouble code={trouble} />
        <InForce
          forms={team.ownForms}
          busy={busy}
          onRemove={team.signs ? (id) => publish({ takeOut: id }) : null}
        />
        {team.signs ? (
          <FilePick
            label={t('forms.choose')}
            hint={t('forms.chooseHint')}
            icon={<FileSpreadsheet size={20} />}
            accept=".xlsx,.xlsm,.xls,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            disabled={reading !== null || busy}
            onFiles={([file]) => {
              if (file !== undefined) void read(file);
            }}
          />
        ) : (
          <Banner tone="info">{t('forms.cannotSign')}</Banner>
        )}
        {reading === null ? null : (
          <Progress
            label={t('forms.reading')}
            part={undefined}
            cancelLabel={t('action.cancel')}
            onCancel={() => reading.abort()}
          />
        )}
        {imported === null ? null : (
          <Imported
            converted={imported}
            replaces={team.ownForms.some((form) => form['id'] === imported.definition?.id)}
            busy={busy}
            onPublish={(form) => void publish({ put: form })}
          />
        )}
      </Column>
    </Frame>
  );
}

function Imported(props: {
  readonly converted: Converted;
  readonly replaces: boolean;
  readonly busy: boolean;
  readonly onPublish: (form: Definition) => void;
}) {
  const t = useT();
  const lang = useObserved(useDesk().language);
  const { definition, findings } = props.converted;
  const unread = findings.find(({ code }) => isAboutFile(code));
  if (unread !== undefined)
    return (
      <Card title={t('forms.unread')}>
        <FileFinding finding={unread} />
      </Card>
    );
  return (
    <Card title={definition === null ? t('forms.notReady') : t('forms.ready')}>
      <Stack gap={4}>
        {definition === null ? (
          <Banner tone="attention" announce>
            {t('forms.notReadyText')}
          </Banner>
        ) : (
          <p role="status">
            <InertText text={wordsFor(definition.title, lang)} /> · {versionOf(definition, t)} ·{' '}
            {t('forms.asks', { n: count(definition.questions) })}
          </p>
        )}
        {props.replaces ? <Banner tone="info">{t('forms.replaces')}</Banner> : null}
        <FindingList findings={findings} />
        {definition === null ? null : (
          <>
            <Disclosure summary={t('forms.preview')}>
              <Questions questions={definition.questions} />
            </Disclosure>
            <div>
              <Button
                kind="primary"
                icon={<Send size={16} />}
                busy={props.busy}
                onClick={() => props.onPublish(definition)}
              >
                {t('forms.publish')}
              </Button>
            </div>
          </>
        )}
      </Stack>
    </Card>
  );
}

const versionOf = ({ version }: Definition, t: ReturnType<typeof useT>): string =>
  version === '' ? t('forms.noVersion') : t('forms.version', { version });

function InForce(props: {
  readonly forms: readonly JsonObject[];
  readonly busy: boolean;
  /** Null: this desk cannot sign. */
  readonly onRemove: ((id: string) => Promise<boolean>) | null;
}) {
  const t = useT();
  const lang = useObserved(useDesk().language);
  const [asking, setAsking] = useState<string | null>(null);
  if (props.forms.length === 0) return <p>{t('forms.none')}</p>;
  const rows = props.forms.map((form) => {
    const id = String(form['id'] ?? '');
    const read = parseDefinition(form);
    return { id, form: read.ok ? read.value : null };
  });
  return (
    <Card title={t('forms.inForce')} flush>
      <Rows label={t('forms.inForce')}>
        {rows.map(({ id, form }) => {
          const name = form === null ? id : wordsFor(form.title, lang);
          return (
            <Row
              key={id}
              icon={<FileSpreadsheet size={18} />}
              title={<InertText text={name} />}
              detail={
                form === null
                  ? t('forms.unreadable')
                  : `${versionOf(form, t)} · ${t('forms.asks', { n: count(form.questions) })}`
              }
              end={
                props.onRemove === null ? null : (
                  <Button
                    small
                    kind="quiet"
                    icon={<Trash2 size={14} />}
                    aria-label={t('forms.remove', { name })}
                    onClick={() => setAsking(id)}
                  >
                    {t('forms.takeOut')}
                  </Button>
                )
              }
            />
          );
        })}
      </Rows>
      <Dialog
        open={asking !== null}
        title={t('forms.removeTitle')}
        onClose={() => setAsking(null)}
        actions={
          <>
            <Button onClick={() => setAsking(null)}>{t('action.cancel')}</Button>
            <Button
              kind="danger"
              busy={props.busy}
              onClick={() => {
                if (asking === null) return;
                void props.onRemove?.(asking).then(() => setAsking(null));
              }}
            >
              {t('forms.takeOut')}
            </Button>
          </>
        }
      >
        <p>{t('forms.removeText')}</p>
      </Dialog>
    </Card>
  );
}
