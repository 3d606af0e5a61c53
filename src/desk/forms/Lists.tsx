/** Owns the page about regions and agencies: what phones offer, changes to it, publishing them together. Never a name of a person. */
import { Plus, Send } from 'lucide-react';
import { useState } from 'react';
import type { OwnListName } from '../../domain/ownCodes.ts';
import type { OwnEntry } from '../../domain/ownLists.ts';
import { countryLabel, options } from '../../domain/vocabulary.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { SelectField } from '../../ui/TextField.tsx';
import { useDesk, useObserved, useT } from '../desk.tsx';
import type { Published, TeamView } from '../openerMessages.ts';
import { Column, Frame } from '../screens/Frame.tsx';
import { Leaving } from '../screens/Leaving.tsx';
import { Trouble } from '../screens/Trouble.tsx';
import { ListEntry } from './ListEntry.tsx';
import { ListRows } from './ListRows.tsx';
import { applied, effective, type ListChange, withChange, withoutChanges } from './ownLists.ts';

export function Lists() {
  const t = useT();
  const team = useObserved(useDesk().mailbox.team);
  return (
    <Frame at="team">
      {team === null ? null : (
        <Column title={t('lists.title')}>
          <p>{t('lists.text')}</p>
          <p>{t('lists.seen')}</p>
          <Page team={team} />
        </Column>
      )}
    </Frame>
  );
}

function Page({ team }: { readonly team: TeamView }) {
  const t = useT();
  const { session, listChanges } = useDesk();
  const lang = useObserved(useDesk().language);
  const changes = effective(team.ownLists, useObserved(listChanges));
  const [list, setList] = useState<OwnListName>('regions');
  const [country, setCountry] = useState(options('countries')[0]?.code ?? '');
  const [typing, setTyping] = useState<{ readonly before: OwnEntry | null } | null>(null);
  const [told, setTold] = useState<Published | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);

  const set = (next: readonly ListChange[]): void => {
    setTold(null);
    setTrouble(null);
    listChanges.set(next);
  };
  const publish = async (): Promise<void> => {
    setBusy(true);
    const published = await session.publishLists(changes);
    setBusy(false);
    setTrouble(published.ok ? null : published.code);
    setTold(published.ok ? published.value : null);
    if (published.ok) listChanges.set([]);
  };

  const leaving = <Leaving waiting={changes.length > 0} onLeave={() => listChanges.set([])} />;
  if (typing !== null)
    return (
      <>
        <ListEntry
          list={list}
          country={country}
          before={typing.before}
          lists={applied(team.ownLists, changes)}
          onDone={(entry) => {
            if (entry !== null) set(withChange(changes, { kind: 'entry', list, entry }));
            setTyping(null);
          }}
        />
        {leaving}
      </>
    );
  const countries = options('countries').map(({ code }) => ({
    value: code,
    label: countryLabel(code, lang),
  }));
  return (
    <Stack gap={4}>
      {team.signs ? null : <Banner tone="info">{t('lists.cannotSign')}</Banner>}
      {told !== null ? (
        <Banner tone={told === 'signed' ? 'info' : 'ok'} announce>
          {t(told === 'signed' ? 'team.signed' : 'lists.published')}
        </Banner>
      ) : null}
      <Trouble code={trouble} />
      {changes.length === 0 ? null : (
        <Banner
          tone="attention"
          title={t('lists.changes', { n: changes.length })}
          actions={
            <>
              <Button kind="primary" icon={<Send size={16} />} busy={busy} onClick={() => void publish()}>
                {t('lists.publish')}
              </Button>
              <Button kind="quiet" disabled={busy} onClick={() => set([])}>
                {t('lists.discard')}
              </Button>
            </>
          }
        >
          {t('lists.changesText')}
        </Banner>
      )}
      <Tabs
        label={t('lists.which')}
        value={list}
        onChange={(next) => {
          setList(next);
          if (next === 'regions' && country === '') setCountry(countries[0]?.value ?? '');
        }}
        tabs={[
          { value: 'regions', label: t('lists.regions') },
          { value: 'perpetrators', label: t('lists.agencies') },
        ]}
      />
      <SelectField
        label={t('lists.country')}
        value={country}
        onChange={setCountry}
        options={list === 'regions' ? countries : [...countries, { value: '', label: t('lists.everywhere') }]}
      />
      {team.signs ? (
        <div>
          <Button icon={<Plus size={16} />} disabled={busy} onClick={() => setTyping({ before: null })}>
            {t(list === 'regions' ? 'lists.addRegion' : 'lists.addAgency')}
          </Button>
        </div>
      ) : null}
      <ListRows
        list={list}
        country={country}
        inForce={team.ownLists}
        changes={changes}
        acts={
          team.signs && !busy
            ? {
                offer: (code, offered) => set(withChange(changes, { kind: 'offer', list, code, offered })),
                drop: (code) => set(withoutChanges(changes, list, code)),
                change: (before) => setTyping({ before }),
              }
            : null
        }
      />
      {leaving}
    </Stack>
  );
}
