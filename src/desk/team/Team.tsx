/** Owns the page about the organisation and this desk: settings in force, recovery, words, looks, limits. */
import { FileSpreadsheet, KeyRound, ListTree, Lock, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { OwnLists } from '../../domain/ownLists.ts';
import { formatDay } from '../../i18n/numbers.ts';
import { languageNames } from '../../i18n/plural.ts';
import { Badge, Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card, Facts, Row, Rows } from '../../ui/Card.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { SecretField, SelectField } from '../../ui/TextField.tsx';
import { Code, InertText } from '../../ui/Words.tsx';
import { normaliseWords } from '../../wire/words/words.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';
import { ChooseWords } from '../entering/ChooseWords.tsx';
import { effective, outCount, ownCount } from '../forms/ownLists.ts';
import { Column, Frame } from '../screens/Frame.tsx';
import { Trouble } from '../screens/Trouble.tsx';
import styles from './Monitors.module.css';
import { Servers, SettingsInForce } from './Upkeep.tsx';

export function Team() {
  const t = useT();
  const { session, mailbox, theme, language } = useDesk();
  const team = useObserved(mailbox.team);
  const notes = useObserved(session.notes);
  const lang = useObserved(language);
  const look = useObserved(theme);
  const [changing, setChanging] = useState(false);
  if (changing) return <ChangeWords onClose={() => setChanging(false)} />;
  return (
    <Frame at="team">
      <Column
        title={t('team.title')}
        end={
          <Button icon={<Lock size={18} />} onClick={() => void session.lock()}>
            {t('team.lockNow')}
          </Button>
        }
      >
        {team === null ? null : (
          <Card title={t('team.organisation')}>
            <Facts
              facts={[
                { id: 'name', label: t('setup.name.title'), value: <InertText text={team.name} /> },
                {
                  id: 'members',
                  label: t('team.members'),
                  value: team.members.map(({ pseudonym, you }) => (
                    <div key={pseudonym}>
                      <InertText text={pseudonym} />{' '}
                      {you ? <Badge tone="plain">{t('team.you')}</Badge> : null}
                    </div>
                  )),
                },
                { id: 'endpoint', label: t('door.endpoint'), value: <Code>{team.endpoint}</Code> },
                {
                  id: 'manifest',
                  label: t('team.manifest', { n: team.manifest.version }),
                  value: t('team.manifest.dates', {
                    from: formatDay(team.manifest.issued),
                    to: formatDay(team.manifest.expires),
                  }),
                },
                { id: 'hash', label: t('verify.manifest.hash'), value: <Code>{team.manifest.sha256}</Code> },
                { id: 'pin', label: t('team.pin'), value: <Code>{team.manifest.pin}</Code> },
              ]}
            />
          </Card>
        )}
        {team === null ? null : (
          <>
            <SettingsInForce team={team} />
            <Servers team={team} />
            <Card title={t('lists.card')} flush>
              <Rows label={t('lists.card')}>
                <FormsRow count={team.ownForms.length} />
                <ListsRow lists={team.ownLists} />
              </Rows>
            </Card>
          </>
        )}
        <Card title={t('team.recovery')}>
          {notes.recoveryChecked === null ? (
            <Banner tone="attention" icon={<ShieldCheck size={20} />} title={t('team.recovery.missing')}>
              {t('team.recovery.elsewhere')}
            </Banner>
          ) : (
            <Banner tone="ok" icon={<ShieldCheck size={20} />} title={t('team.recovery.ok')}>
              {t('team.recovery.on', { day: formatDay(notes.recoveryChecked) })}
            </Banner>
          )}
        </Card>
        <Card title={t('team.device')}>
          <Facts
            facts={[
              {
                id: 'lang',
                label: t('lang.label'),
                value: (
                  <Tabs
                    label={t('lang.label')}
                    value={lang}
                    onChange={language.set}
                    tabs={[
                      { value: 'en', label: languageNames.en, lang: 'en' },
                      { value: 'ru', label: languageNames.ru, lang: 'ru' },
                    ]}
                  />
                ),
              },
              {
                id: 'look',
                label: t('look.label'),
                value: (
                  <SelectField
                    label={t('look.label')}
                    labelHidden
                    value={look}
                    onChange={(next) => theme.set(next === 'light' || next === 'dark' ? next : 'auto')}
                    options={[
                      { value: 'auto', label: t('look.auto') },
                      { value: 'light', label: t('look.light') },
                      { value: 'dark', label: t('look.dark') },
                    ]}
                  />
                ),
              },
              {
                id: 'words',
                label: t('setup.words.title'),
                value: (
                  <Button small icon={<KeyRound size={16} />} onClick={() => setChanging(true)}>
                    {t('team.changeWords')}
                  </Button>
                ),
              },
              {
                id: 'version',
                label: t('team.version'),
                value: <Code>{`${__APP_VERSION__} · ${__APP_COMMIT__}`}</Code>,
              },
            ]}
          />
        </Card>
        <Card title={t('team.limits')}>
          <ul className={styles.steps}>
            <li>{t('team.limit.open')}</li>
            <li>{t('team.limit.host')}</li>
            <li>{t('team.limit.files')}</li>
            <li>{t('team.limit.lost')}</li>
          </ul>
        </Card>
      </Column>
    </Frame>
  );
}

function FormsRow({ count }: { readonly count: number }) {
  const t = useT();
  const [, go] = useLocation();
  return (
    <Row
      icon={<FileSpreadsheet size={18} />}
      title={t('forms.link')}
      detail={count === 0 ? t('forms.none') : `${t('forms.inForce')}: ${count}`}
      onOpen={() => go('/forms')}
    />
  );
}

function ListsRow({ lists }: { readonly lists: OwnLists }) {
  const t = useT();
  const [, go] = useLocation();
  const waiting = effective(lists, useObserved(useDesk().listChanges)).length;
  const [count, out] = [ownCount(lists), outCount(lists)];
  return (
    <Row
      icon={<ListTree size={18} />}
      title={t('lists.title')}
      detail={
        waiting > 0
          ? t('lists.changes', { n: waiting })
          : count + out > 0
            ? [
                count > 0 ? t('lists.ownCount', { n: count }) : '',
                out > 0 ? t('lists.outCount', { n: out }) : '',
              ]
                .filter((part) => part !== '')
                .join(' · ')
            : t('lists.noneAdded')
      }
      onOpen={() => go('/lists')}
    />
  );
}

function ChangeWords({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const { session } = useDesk();
  const [old, setOld] = useState('');
  const [given, setGiven] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  if (done)
    return (
      <Frame at="team">
        <Column title={t('team.changeWords')}>
          <Banner tone="ok" icon={<ShieldCheck size={20} />} announce>
            {t('team.wordsChanged')}
          </Banner>
          <div className={styles.actions}>
            <Button kind="primary" onClick={onClose}>
              {t('action.done')}
            </Button>
          </div>
        </Column>
      </Frame>
    );
  if (given)
    return (
      <ChooseWords
        busy={busy}
        trouble={trouble}
        doing={t('door.locking')}
        onBack={() => setGiven(false)}
        onWords={(words) => {
          setBusy(true);
          setTrouble(null);
          void session.changeWords(normaliseWords(old), words).then((result) => {
            setBusy(false);
            if (result.ok) setDone(true);
            else if (result.code === 'wrongWords') {
              setGiven(false);
              setTrouble(result.code);
            } else setTrouble(result.code);
          });
        }}
      />
    );
  return (
    <Frame at="team">
      <Column title={t('team.changeWords')}>
        <Card>
          <Trouble code={trouble} />
          <SecretField
            label={t('team.oldWords')}
            showLabel={t('unlock.show')}
            hideLabel={t('unlock.hide')}
            value={old}
            onChange={setOld}
            onEnter={() => setGiven(old.trim() !== '')}
            autoFocus
          />
          <div className={styles.actions}>
            <Button kind="quiet" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button kind="primary" disabled={old.trim() === ''} onClick={() => setGiven(true)}>
              {t('action.continue')}
            </Button>
          </div>
        </Card>
      </Column>
    </Frame>
  );
}
