/** Owns the full form: its words, its answers in the draft on the screen, and which page an address leads to. Never keeps an answer. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { entriesOf, objectOf, pathText, scopeAt, withAnswer, withEntry } from '../../domain/form/answers.ts';
import { type FormFinding, findingsHere } from '../../domain/form/findings.ts';
import { toFull, withEvidence } from '../../domain/form/fullDraft.ts';
import type { Path, Section } from '../../domain/form/question.ts';
import { withoutEntry } from '../../domain/form/removal.ts';
import { begun, grown, hasCounted, recalculated } from '../../domain/form/settled.ts';
import { type JsonObject, textAt } from '../../domain/report.ts';
import { type FullTranslator, loadFullWords } from '../../i18n/fullMessages.ts';
import type { SpokenLang } from '../../i18n/plural.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Toast } from '../../ui/Dialog.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { useApplication, useSession } from '../application.ts';
import type { Composing, Unlocked } from '../life.ts';
import { OpenDraft } from '../screens/OpenDraft.tsx';
import { Page } from '../screens/Page.tsx';
import { useT } from '../translation.tsx';
import { type FullPage, fullPath, parseFullPage } from './address.ts';
import { FullFinish } from './FullFinish.tsx';
import { Filling, type Filling as FillingValue, sayer } from './filling.tsx';
import { GuidePage } from './GuidePage.tsx';
import { Letters } from './letters.ts';
import { questionNamed, questionsAt } from './locate.ts';
import { MissingPage } from './MissingPage.tsx';
import { NotLoaded } from './NotLoaded.tsx';
import { PartPage } from './PartPage.tsx';
import { PartsPage } from './PartsPage.tsx';
import { PickPage } from './PickPage.tsx';
import { type Pages, pagesOf, sectionsFor } from './pages.ts';
import { useBegun } from './useBegun.ts';

export type FullFormProps = {
  readonly handle: string;
  readonly life: Unlocked;
  readonly part: string | undefined;
  readonly where: string | undefined;
  readonly field: string | undefined;
};

export function FullForm(props: FullFormProps) {
  const t = useT();
  const f = useFullWords(t.speaks);
  const pages = usePages();
  if (f === 'failed') return <NotLoaded />;
  return (
    <OpenDraft handle={props.handle} life={props.life}>
      {(composing) =>
        f === null || pages === null || composing.draft.full === null ? (
          <Opening composing={composing} />
        ) : (
          <Filled {...props} composing={composing} full={composing.draft.full} f={f} pages={pages} />
        )
      }
    </OpenDraft>
  );
}

function useFullWords(lang: SpokenLang): FullTranslator | 'failed' | null {
  const [f, setF] = useState<FullTranslator | 'failed' | null>(null);
  useEffect(() => {
    let wanted = true;
    loadFullWords(lang).then(
      (loaded) => {
        if (wanted) setF(() => loaded);
      },
      () => {
        if (wanted) setF('failed');
      },
    );
    return () => {
      wanted = false;
    };
  }, [lang]);
  return f;
}

/** The pages by the settings in force when the form was opened: they do not change under somebody's hands. */
function usePages(): Pages | null {
  const session = useSession();
  const [pages, setPages] = useState<Pages | null>(null);
  useEffect(() => {
    let wanted = true;
    void session.ownForms().then((forms) => {
      if (wanted) setPages(pagesOf(forms));
    });
    return () => {
      wanted = false;
    };
  }, [session]);
  return pages;
}

function Opening({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const fresh = composing.draft.full === null;
  useEffect(() => {
    if (fresh) session.composing.beginFull(toFull);
  }, [session, fresh]);
  return (
    <Page>
      <Skeleton lines={6} label={t('work.loading')} />
    </Page>
  );
}

/** All answers as they were: other entries may be named by their place. */
type Removed = { readonly before: JsonObject };

type FilledProps = FullFormProps & {
  readonly composing: Composing;
  readonly full: JsonObject;
  readonly f: FullTranslator;
  readonly pages: Pages;
};

/** Answers that do not fit are told at once; what is only missing, when somebody came to look for it. */
function wrongOn(
  page: FullPage,
  section: Section | undefined,
  root: JsonObject,
  today: string,
): ReadonlyMap<string, FormFinding> {
  if (section === undefined || page.at !== 'part') return new Map();
  const found = findingsHere(questionsAt(section, page.where), root, page.where, today).filter(
    ({ code, path }) => code !== 'missing' || pathText(path.slice(page.where.length)) === page.field,
  );
  return new Map(found.map((finding) => [pathText(finding.path), finding]));
}

function Filled({ handle, life, composing, full, f, pages, part, where, field }: FilledProps) {
  const t = useT();
  const session = useSession();
  const { device } = useApplication();
  const [, navigate] = useLocation();
  const [removed, setRemoved] = useState<Removed | null>(null);
  const [letters, setLetters] = useState<string | null>(null);
  /** Where a guide was opened, to come back to the same field. */
  const [before, setBefore] = useState<FullPage>({ at: 'parts' });
  const today = device.localDay();
  const { about } = composing.draft;
  const sections = useMemo(() => sectionsFor(pages, about), [pages, about]);
  const questions = useMemo(() => sections.flatMap((one) => one.questions), [sections]);
  const counts = useMemo(() => hasCounted(questions), [questions]);
  const { attachments } = composing.draft;
  const root = useMemo(() => withEvidence(full, attachments), [full, attachments]);
  const page = useMemo(() => parseFullPage(part, where, field), [part, where, field]);
  const section = 'part' in page ? sections.find(({ name }) => name === page.part) : undefined;
  const say = useMemo(() => sayer(t, f), [t, f]);

  const change = useCallback(
    (how: 'typed' | 'tapped', next: (now: JsonObject) => JsonObject): void => {
      const settledForm = (answers: JsonObject): JsonObject =>
        recalculated(
          sections,
          counts ? grown(questions, answers, today, session.composing.newId) : answers,
          today,
        );
      session.composing.changeFull(
        (now, draft) => settledForm(next(withEvidence(now, draft.attachments))),
        how,
      );
    },
    [session, sections, questions, counts, today],
  );
  useBegun({ own: pages.own, section, root, today, change });
  const go = useCallback(
    (to: FullPage): void => {
      if (to.at === 'guide') setBefore(page);
      navigate(fullPath(handle, to));
    },
    [navigate, handle, page],
  );
  const wrong = useMemo(() => wrongOn(page, section, root, today), [page, section, root, today]);

  // The same one until an answer or the page changes: that something was saved draws no question anew.
  const filling = useMemo(
    (): FillingValue => ({
      handle,
      sections,
      own: pages.own,
      root,
      today,
      t,
      f,
      say,
      part: section?.name ?? '',
      put(path, answer, how) {
        setRemoved(null);
        change(how, (now) => withAnswer(now, path, answer));
      },
      add(question, where) {
        setRemoved(null);
        const list = [...where, question.name];
        const index = entriesOf(objectOf(root, where), question.name).length;
        change('tapped', (now) =>
          begun(
            question.questions,
            withEntry(now, list, index, question.fresh(scopeAt(now, where, today), session.composing.newId)),
            [...list, index],
            today,
          ),
        );
        go({ at: 'part', part: section?.name ?? '', where: [...list, index], field: null });
      },
      remove(list, index) {
        const entry = objectOf(root, [...list, index]);
        if (textAt(entry, '_attached') === 'yes') {
          void session.composing.removeFile(textAt(entry, 'id') ?? '');
          return;
        }
        setRemoved({ before: root });
        change('tapped', (now) => withoutEntry(now, list, index));
      },
      newId: session.composing.newId,
      go,
      wrong,
    }),
    [handle, sections, pages.own, root, today, t, f, say, section, change, go, wrong, session],
  );

  const bar = useMemo(() => ({ at: letters, set: setLetters }), [letters]);

  const undo = (): void => {
    if (removed !== null) change('tapped', () => removed.before);
    setRemoved(null);
  };

  const content = () => {
    switch (page.at) {
      case 'parts':
        return <PartsPage composing={composing} />;
      case 'finish':
        return <FullFinish composing={composing} life={life} />;
      case 'missing':
        return <MissingPage output={page.output} />;
      case 'guide':
        return <GuidePage name={page.name} onBack={() => go(before)} />;
      case 'part':
        if (section === undefined) return <PartsPage composing={composing} />;
        return <PartPage key={`${section.name} ${pathText(page.where)}`} section={section} page={page} />;
      case 'pick': {
        const names: Path = page.field.split('~');
        const question =
          section === undefined ? null : questionNamed(questionsAt(section, page.where), names);
        if (question?.kind !== 'choice') return <PartsPage composing={composing} />;
        const path = [...page.where, ...names];
        return (
          <PickPage
            key={pathText(path)}
            question={question}
            where={path.slice(0, -1)}
            path={path}
            onDone={() => go({ at: 'part', part: page.part, where: page.where, field: pathText(names) })}
          />
        );
      }
    }
  };

  return (
    <Filling value={filling}>
      <Letters value={bar}>
        {pages.refused > 0 && page.at === 'parts' ? (
          <Banner tone="attention">{f('full.own.refused', { n: pages.refused })}</Banner>
        ) : null}
        {content()}
        {removed === null && composing.removed === null ? null : (
          <Toast
            text={removed === null ? t('attach.removed') : f('full.removed')}
            undoLabel={t('action.undo')}
            onUndo={removed === null ? () => session.composing.undoRemoval() : undo}
          />
        )}
      </Letters>
    </Filling>
  );
}
