/** Owns delivering files that somebody else sealed, with or without having joined. Never what is in one. */
import { FileUp, Paperclip } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Carried } from '../../outbox/carried.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Beside, Stack } from '../../ui/Screen.tsx';
import { FilePick } from '../../ui/Tabs.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { InertText } from '../../ui/Words.tsx';
import { useApplication } from '../application.ts';
import { parseDeliveryAddress } from '../carrying.ts';
import { toldOfSending } from '../codes.ts';
import { useT } from '../translation.tsx';
import { tell } from './Notice.tsx';
import styles from './Report.module.css';
import { sayBytes } from './size.ts';

/** Whoever presses the button waits no longer than this; another press goes on. */
const PATIENCE = 10 * 60_000;

export function Deliver() {
  const t = useT();
  const { carrying } = useApplication();
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState(false);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [carried, setCarried] = useState<readonly Carried[]>([]);
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    let wanted = true;
    void carrying.addresses().then(([own]) => {
      if (wanted && own !== undefined) setAddress((typed) => (typed === '' ? own : typed));
    });
    return () => {
      wanted = false;
      running.current?.abort();
    };
  }, [carrying]);

  const deliver = async (): Promise<void> => {
    const to = parseDeliveryAddress(address);
    setWrong(to === null);
    if (to === null || files.length === 0 || busy) return;
    setBusy(true);
    const stop = new AbortController();
    running.current = stop;
    const watch = { patience: PATIENCE, signal: stop.signal, tell: setCarried };
    setCarried(await carrying.deliver(files, to, watch));
    setBusy(false);
  };

  return (
    <Stack gap={4}>
      <TextField
        label={t('deliver.address')}
        hint={t('deliver.addressHint')}
        error={wrong ? { text: t('deliver.addressWrong') } : undefined}
        value={address}
        onChange={setAddress}
        capitals="none"
        mono
      />
      <Beside>
        <FilePick
          label={t('deliver.choose')}
          icon={<Paperclip size={20} />}
          multiple
          disabled={busy}
          onFiles={(chosen) => {
            setFiles(chosen);
            setCarried([]);
          }}
        />
      </Beside>
      {files.length === 0 ? null : <p role="status">{t('deliver.chosen', { n: files.length })}</p>}
      <Beside>
        <Button
          kind="primary"
          icon={<FileUp size={20} />}
          busy={busy}
          disabled={files.length === 0}
          onClick={() => void deliver()}
        >
          {busy ? t('deliver.sending') : t('deliver.send')}
        </Button>
        {busy ? <Button onClick={() => running.current?.abort()}>{t('deliver.stop')}</Button> : null}
      </Beside>
      {carried.length === 0 ? null : (
        <Card title={t('deliver.log')}>
          <ul className={styles.parcels} aria-live="polite">
            {carried.map((one, at) => (
              // Two files may have one name.
              // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still while it is shown
              <li key={at} className={styles.carried}>
                <Paperclip size={20} aria-hidden="true" />
                <div>
                  <InertText text={one.name} />
                  <Became one={one} busy={busy} />
                </div>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Stack>
  );
}

function Became({ one, busy }: { readonly one: Carried; readonly busy: boolean }) {
  const t = useT();
  const { outcome, sent, size } = one;
  switch (outcome.state) {
    case 'stored':
      return <p>{t('deliver.stored')}</p>;
    case 'refused':
      return <p>{sayRefused(t, outcome.code)}</p>;
    case 'waiting':
      return (
        <>
          <Progress
            label={t('report.step.sending')}
            amount={`${sayBytes(t, sent)} / ${sayBytes(t, size)}`}
            part={sent / size}
          />
          {outcome.code === null ? null : <p>{tell(t, toldOfSending(outcome.code)).what}</p>}
          {busy ? null : <p>{t('deliver.waiting')}</p>}
        </>
      );
  }
}

function sayRefused(t: ReturnType<typeof useT>, code: string): string {
  if (code === 'notSealed' || code === 'sizeNotBucket') return t('deliver.notSealed');
  if (code === 'fileUnreadable') return t('deliver.cannotRead');
  if (code === 'ticketRefused' || code === 'tooMany') return t('deliver.ticket');
  return t('deliver.refused');
}
