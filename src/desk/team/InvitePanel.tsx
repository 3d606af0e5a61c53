/** Owns one invite while it is shown: code, picture, ten words, card. Never keeps it: closed, it is gone. */
import { Copy, Printer, UserPlus } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { formatDay } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Code, InertText, WordsGrid } from '../../ui/Words.tsx';
import { SAFETY_WORDS } from '../../wire/wordNumbers.ts';
import { loadSafetyWords, safetyWords } from '../../wire/words/words.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import type { NewInvite } from '../openerMessages.ts';
import { Trouble } from '../screens/Trouble.tsx';
import styles from './Monitors.module.css';

const QrCode = lazy(async () => ({ default: (await import('../../ui/QrCode.tsx')).QrCode }));
const CLIPBOARD_MS = 60_000;
const MOST_NAME = 60;
/** Each keyboard types one of them. */
const DOORS = __APP_DOORS__.map((door) => `“${door}”`).join(' / ');

/** `confirmed`: id of the invite whose phone was confirmed last; its picture and code have done their work. */
export function InvitePanel({
  confirmed,
  onClose,
}: {
  readonly confirmed: string | null;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { session } = useDesk();
  const [name, setName] = useState('');
  const [made, setMade] = useState<NewInvite | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const used = made !== null && made.id === confirmed;
  useEffect(() => {
    if (used) onClose();
  }, [used, onClose]);
  const make = async (): Promise<void> => {
    const codename = name.trim();
    if (busy || codename === '' || codename.length > MOST_NAME) return;
    setBusy(true);
    setTrouble(null);
    const done = await session.invite(codename);
    setBusy(false);
    if (done.ok) setMade(done.value);
    else setTrouble(done.code);
  };
  if (made !== null) return <Shown invite={made} name={name.trim()} onClose={onClose} />;
  return (
    <Card title={t('invite.title')}>
      <Trouble code={trouble} />
      <TextField
        label={t('invite.codename.field')}
        hint={t('invite.codename.hint')}
        value={name}
        onChange={setName}
        onEnter={() => void make()}
        autoFocus
      />
      <div className={styles.actions}>
        <Button kind="quiet" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          kind="primary"
          icon={<UserPlus size={18} />}
          busy={busy}
          disabled={name.trim() === '' || name.trim().length > MOST_NAME}
          onClick={() => void make()}
        >
          {busy ? t('invite.making') : t('invite.make')}
        </Button>
      </div>
    </Card>
  );
}

function Shown(props: { readonly invite: NewInvite; readonly name: string; readonly onClose: () => void }) {
  const t = useT();
  const { mailbox } = useDesk();
  const team = useObserved(mailbox.team);
  const { invite, name } = props;
  const [words, setWords] = useState<readonly string[] | null>(null);
  const { copied, copy } = useClipboard();
  useEffect(() => {
    let wanted = true;
    void loadSafetyWords(t.lang).then((list) => {
      if (wanted) setWords(safetyWords(invite.safety, SAFETY_WORDS, list));
    });
    return () => {
      wanted = false;
    };
  }, [invite.safety, t.lang]);
  return (
    <Stack gap={4}>
      <section className={styles.card} aria-label={t('invite.show.title')}>
        <div className={styles.qr}>
          <Suspense fallback={<Skeleton lines={6} label={t('work.loading')} />}>
            {/* Upper case fits the denser mode of QR codes; the code reads the same. */}
            <QrCode text={invite.text.toUpperCase()} label={t('invite.qr')} />
          </Suspense>
        </div>
        <div className={styles.side}>
          <h2>
            {t('invite.show.title')}: <InertText text={name} />
          </h2>
          <p>{t('monitors.validTill', { day: formatDay(invite.lastDay) })}</p>
          <ol className={styles.steps}>
            <li>
              {t('card.step.open')} {team === null ? null : <Code>{team.endpoint}</Code>}
            </li>
            {__APP_FRONT__ === 'plain' ? null : <li>{t('card.step.front', { doors: DOORS })}</li>}
            <li>{t('card.step.scan')}</li>
            <li>{t('card.step.compare')}</li>
            <li>{t('card.step.read')}</li>
          </ol>
          <div>
            <h3>{t('invite.compare.title')}</h3>
            <p className={styles.note}>{t('invite.compare.lead')}</p>
            <p className={styles.note}>{t('invite.compare.language')}</p>
          </div>
          {words === null ? null : (
            <WordsGrid words={words} lang={t.lang} label={t('invite.compare.title')} />
          )}
          <p className={styles.paperOnly}>{t('invite.card.note')}</p>
        </div>
      </section>
      <div data-screen-only>
        <Card title={t('invite.code')}>
          <p className={styles.note}>{t('invite.codeHint')}</p>
          <Code block>{invite.text}</Code>
          <div className={styles.actions}>
            <Button icon={<Copy size={18} />} onClick={() => void copy(invite.text)}>
              {copied ? t('action.copied') : t('action.copy')}
            </Button>
            <Button icon={<Printer size={18} />} onClick={() => window.print()}>
              {t('invite.card')}
            </Button>
            <Button kind="primary" onClick={props.onClose}>
              {t('action.done')}
            </Button>
          </div>
          {copied ? <p role="status">{t('invite.copiedFor')}</p> : null}
          <Banner tone="attention">{t('invite.shownOnce')}</Banner>
        </Card>
      </div>
    </Stack>
  );
}

/** Puts a text on the clipboard and takes it away after a minute, also when the panel is closed before. */
function useClipboard() {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Refused by the browser: the code stands there to be selected by hand.
      return;
    }
    setCopied(true);
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setCopied(false);
      // Refused while the page is not in front: then what was copied stays, as the browser wants it.
      void navigator.clipboard.writeText('').catch(() => undefined);
    }, CLIPBOARD_MS);
  };
  return { copied, copy };
}
