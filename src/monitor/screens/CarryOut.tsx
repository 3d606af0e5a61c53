/** Owns saving or sharing sealed files of this phone, and telling where they are delivered. Never what is in one. */
import { Copy, Download, Share2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Beside, Stack } from '../../ui/Screen.tsx';
import { Code } from '../../ui/Words.tsx';
import type { ParcelView } from '../../vault/views.ts';
import { useApplication } from '../application.ts';
import { useT } from '../translation.tsx';

/** `n`: as many as there were then; what has arrived meanwhile is not here any more. */
type Done = { readonly how: 'saved' | 'shared' | 'failed'; readonly n: number } | null;

export function CarryOut({ parcels }: { readonly parcels: readonly ParcelView[] }) {
  const t = useT();
  const { carrying, handOut, clipboard } = useApplication();
  const [addresses, setAddresses] = useState<readonly string[]>([]);
  const [done, setDone] = useState<Done>(null);
  const [copied, setCopied] = useState(false);
  // One small file like ours tells whether this browser shares such files at all.
  const [shares] = useState(() =>
    handOut.canShare([new File([''], 'a.age', { type: 'application/octet-stream' })]),
  );
  useEffect(() => {
    let wanted = true;
    void carrying.addresses().then((found) => {
      if (wanted) setAddresses(found);
    });
    return () => {
      wanted = false;
    };
  }, [carrying]);

  const give = async (how: 'save' | 'share'): Promise<void> => {
    setDone(null);
    const files = await carrying.files(parcels);
    const n = parcels.length;
    if (!files.ok) return setDone({ how: 'failed', n });
    if (how === 'save') handOut.save(files.value);
    else if (!(await handOut.share(files.value))) return;
    setDone({ how: how === 'save' ? 'saved' : 'shared', n });
  };

  const n = parcels.length;
  const [address] = addresses;
  return (
    <Card title={t('carry.title')}>
      <Stack gap={4}>
        <p>{n === 0 ? t('carry.none') : t('carry.text')}</p>
        {n === 0 ? null : (
          <Beside>
            <Button icon={<Download size={20} />} onClick={() => void give('save')}>
              {n === 1 ? t('carry.save') : t('carry.saveAll', { n })}
            </Button>
            {shares ? (
              <Button icon={<Share2 size={20} />} onClick={() => void give('share')}>
                {t('carry.share')}
              </Button>
            ) : null}
          </Beside>
        )}
        {done === null ? null : (
          <Banner tone={done.how === 'failed' ? 'attention' : 'info'} announce>
            {done.how === 'saved'
              ? t('carry.saved', { n: done.n })
              : t(done.how === 'shared' ? 'carry.shared' : 'carry.cannotSave')}
          </Banner>
        )}
        {n === 0 || address === undefined ? null : (
          <Stack gap={2}>
            <p>
              {t('carry.address')}. {t('carry.addressText')}
            </p>
            <Code block>{address}</Code>
            <div>
              <Button icon={<Copy size={20} />} onClick={() => void clipboard.copy(address).then(setCopied)}>
                {copied ? t('action.copied') : t('carry.copy')}
              </Button>
            </div>
          </Stack>
        )}
      </Stack>
    </Card>
  );
}
