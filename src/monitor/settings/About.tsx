/** Owns which version this is, and whether its files are those of the list; never more sure than that proves. [S12] */
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { browserDigest } from '../../outbox/browserPorts.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card, Facts } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { Code, WordsGrid } from '../../ui/Words.tsx';
import { toHex } from '../../wire/bytes.ts';
import type { Unlocked } from '../life.ts';
import { versionPhrase } from '../phrases.ts';
import { useT } from '../translation.tsx';
import { ownList, readOwnFile, readVersion, type Version } from '../version.ts';
import styles from './Keeping.module.css';
import { SettingsFrame } from './SettingsFrame.tsx';

export function About({ life }: { readonly life: Unlocked }) {
  const t = useT();
  const [version, setVersion] = useState<Version | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when asked to
  useEffect(() => {
    let wanted = true;
    setVersion(null);
    const deps = { read: readOwnFile, sha256: browserDigest, list: ownList(document) };
    void readVersion(deps).then((read) => {
      if (wanted) setVersion(read);
    });
    return () => {
      wanted = false;
    };
  }, [round]);
  return (
    <SettingsFrame title={t('keep.about')}>
      <Stack gap={4}>
        <Card>
          <Facts
            facts={[
              { id: 'org', label: t('settings.organisation'), value: <bdi translate="no">{life.org}</bdi> },
              {
                id: 'version',
                label: t('settings.version'),
                value: <Code>{`${__APP_VERSION__} · ${__APP_COMMIT__}`}</Code>,
              },
              { id: 'server', label: t('settings.server'), value: <Code>{window.location.origin}</Code> },
            ]}
          />
        </Card>
        <Card title={t('about.check')}>
          <Stack gap={4}>
            <p>{t('about.proves')}</p>
            {version === null ? (
              <Skeleton lines={3} label={t('about.checking')} />
            ) : version.at === 'noList' ? (
              <Banner
                tone="attention"
                announce
                actions={<Button onClick={() => setRound(round + 1)}>{t('action.retry')}</Button>}
              >
                {t('about.noList')}
              </Banner>
            ) : (
              <Read version={version} />
            )}
            <p className={styles.soft}>{t('about.provesNot')}</p>
          </Stack>
        </Card>
      </Stack>
    </SettingsFrame>
  );
}

function Read({ version }: { readonly version: Extract<Version, { at: 'read' }> }) {
  const t = useT();
  const { hash, same, elsewhere, differs } = version;
  const [words, setWords] = useState<readonly string[]>([]);
  useEffect(() => {
    let wanted = true;
    versionPhrase(hash, t.lang).then(
      (read) => {
        if (wanted) setWords(read);
      },
      // The list of words is a download of its own; the number says the same.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [hash, t.lang]);
  return (
    <>
      {differs.length === 0 ? (
        <Banner tone="ok" icon={<CircleCheck size={20} />} announce>
          {t('about.same', { n: same })}
        </Banner>
      ) : (
        <Banner tone="danger" icon={<TriangleAlert size={20} />} title={t('about.differs')} announce>
          <p>{t('about.differsText')}</p>
          {differs.map((path) => (
            <p key={path}>
              {t('about.file')}: <Code>{path}</Code>
            </p>
          ))}
        </Banner>
      )}
      {words.length === 0 ? null : <WordsGrid words={words} lang={t.lang} label={t('about.words')} />}
      <div>
        <p className={styles.soft}>{t('about.hash')}</p>
        <p className={styles.hash}>
          <Code>{toHex(hash)}</Code>
        </p>
      </div>
      {elsewhere === 0 ? null : <p className={styles.soft}>{t('about.elsewhere', { n: elsewhere })}</p>}
    </>
  );
}
