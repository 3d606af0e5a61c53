/** Owns the full form: its words, its answers in the draft on the screen, and which page an address leads to. Never keeps an answer. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import {
  entriesOf,
  isAnswered,
  objectOf,
  pathText,
  scopeAt,
  withAnswer,
  withEntry,
} from '../../domain/form/answers.ts';
import { offeredPages } from '../../domain/form/definitionExtra.ts';
import { type FormFinding, findingsHere } from '../../domain/form/findings.ts';
import { toFull, withEvidence } from '../../domain/form/fullDraft.ts';
import { isTaken, withChosenForm, withHidden } from '../../domain/form/ownKept.ts';
import type { Path, Section } from '../../domain/form/question.ts';
import { withoutEntry } from '../../domain/form/removal.ts';
import { begun, grown, hasCounted, recalculated } from '../../domain/form/settled.ts';
import { type JsonObject, objectAt, textAt } from '../../domain/report.ts';
import type { FullTranslator } from '../../i18n/fullMessages.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Toast } from '../../ui/Dialog.tsx';
import { Skeleton } from '../../ui/Progress.tsx';
import { useApplication, useSession } from '../application.ts';
import type { Composing, Unlocked } from '../life.ts';
import { OpenDraft } from '../screens/OpenDraft.tsx';
import { Page } from '../screens/Page.tsx';
import { SUMMARY, screenPath } from '../short/FormFrame.tsx';
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
import { type Pages, sectionsFor } from './pages.ts';
import { useBegun } from './useBegun.ts';
import { useFullWords, useOwnPages, usePages } from './useLoaded.ts';

export type FullFormProps = {
  readonly handle: string;
  readonly life: Unlocked;
  readonly part: string | undefined;
  readonly where: string | undefined;
  readonly field: string | undefined;
  /** The organisation's own form, beside the short one where there is no full one yet. [FORM7] */
  readonly own: boolean;
};

export function FullForm(props: FullFormProps) {
  const t = useT();
  const f = useFullWords(t.speaks);
  const pages = usePages(props.life.composing?.lists);
  if (f === 'failed') return <NotLoaded />;
  return (
    <OpenDraft handle={props.handle} life={props.life}>
      {(composing) =>
        f === null || pages === null || (composing.draft.full === null && !props.own) ? (
          <Opening composing={composing} own={props.own} />
        ) : (
          <Filled {...props} composing={composing} f={f} pages={pages} />
        )
      }
    </OpenDraft>
  );
}

function Opening({ composing, own }: { readonly composing: Composing; readonly own: boolean }) {
  const t = useT();
  const session = useSession();
  const fresh = composing.draft.full === null && !own;
  useEffect(() => {
    if (fresh) session.composing.beginFull(toFull);
  }, [session, fresh]);
  return (
    <Page>
      <Skeleton lines={6} label={t('work.loading')} />
    </Page>
  );
}

/**
 * The chance to undo ends with the page: it must not lie over another one's questions. Taking out an entry leads from its
 * own page to the one around it, where the chance is offered.
 */
function useLeft(page: string, removed: { current: boolean }, left: () => void): void {
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    if (removed.current) removed.current = false;
    else left();
  });
}

/** All answers as they were: other entries may be named by their place. */
type Removed = { readonly before: JsonObject };

type FilledProps = FullFormProps & {
  readonly composing: Composing;
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

const NOTHING: JsonObject = {};
const FORM_CHOICE = pathText(['extra', 'form']);

function Filled({ handle, life, composing, f, pages: loaded, part, where, field, own }: FilledProps) {
  const t = useT();
  const session = useSession();
  const { device } = useApplication();
  const [, navigate] = useLocation();
  const [removed, setRemoved] = useState<Removed | null>(null);
  /** From the page of the entry that was just taken out. */
  const leaving = useRef(false);
  const [letters, setLetters] = useState<string | null>(null);
  /** Where a guide was opened, to come back to the same field. */
  const [before, setBefore] = useState<FullPage>({ at: 'parts' });
  const today = device.localDay();
  const { about, full, extra = NOTHING } = composing.draft;
  const beside = own && full === null;
  const pages = useOwnPages(loaded, full === null ? extra : objectAt(full, 'extra'));
  const all = useMemo(() => (beside ? pages.own : sectionsFor(pages, about)), [beside, pages, about]);
  const questions = useMemo(() => all.flatMap((one) => one.questions), [all]);
  const counts = useMemo(() => hasCounted(questions), [questions]);
  const { attachments } = composing.draft;
  const root = useMemo(
    () => (full === null ? { extra } : withEvidence(full, attachments)),
    [full, extra, attachments],
  );
  const files = useMemo(() => new Map(attachments.map(({ id, name }) => [id, name])), [attachments]);
  const sections = useMemo(() => offeredPages(all, root), [all, root]);
  const page = useMemo(() => parseFullPage(part, where, field), [part, where, field]);
  useLeft(`${page.at} ${part} ${where}`, leaving, () => {
    setRemoved(null);
    void session.composing.settleRemoval();
  });
  const named = (among: readonly Section[]): Section | undefined =>
    'part' in page ? among.find(({ name }) => name === page.part) : undefined;
  const found = named(sections);
  const form = named(all)?.form;
  /** Somebody came for a page of a form that is not the chosen one. */
  const wanted = form !== undefined && found !== undefined && isTaken(root, form) ? undefined : form;
  const section = wanted === undefined ? found : undefined;
  const say = useMemo(() => sayer(t, f), [t, f]);

  const change = useCallback(
    (how: 'typed' | 'tapped', next: (now: JsonObject) => JsonObject): void => {
      const settledForm = (answers: JsonObject): JsonObject =>
        withHidden(
          pages.own,
          recalculated(
            all,
            counts ? grown(questions, answers, today, session.composing.newId) : answers,
            today,
          ),
          today,
        );
      if (beside)
        session.composing.changeOwn((now) => objectAt(settledForm(next({ extra: now })), 'extra'), how);
      else
        session.composing.changeFull(
          (now, draft) => settledForm(next(withEvidence(now, draft.attachments))),
          how,
        );
    },
    [session, all, pages.own, beside, questions, counts, today],
  );
  // What was answered to one form is not put under another: then it is asked which one.
  const free = wanted !== undefined && !isAnswered(objectAt(objectAt(root, 'extra'), 'answers'));
  useEffect(() => {
    if (free && wanted !== undefined) change('tapped', (now) => withChosenForm(now, wanted));
  }, [free, wanted, change]);
  useBegun({ own: pages.own, section, root, today, change });
  const go = useCallback(
    (to: FullPage): void => {
      if (to.at === 'guide') setBefore(page);
      const leaves = beside && (to.at === 'parts' || to.at === 'finish');
      navigate(leaves ? screenPath(handle, SUMMARY) : fullPath(handle, to, beside));
    },
    [navigate, handle, beside, page],
  );
  const wrong = useMemo(() => wrongOn(page, section, root, today), [page, section, root, today]);

  // The same one until an answer or the page changes: that something was saved draws no question anew.
  const filling = useMemo(
    (): FillingValue => ({
      handle,
      sections,
      own: pages.own,
      beside,
      root,
      files,
      today,
      t,
      f,
      say,
      part: section?.name ?? '',
      put(path, answer, how) {
        setRemoved(null);
        change(how, (now) =>
          pathText(path) === FORM_CHOICE
            ? withChosenForm(now, typeof answer === 'string' ? answer : undefined)
            : withAnswer(now, path, answer),
        );
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
        leaving.current = true;
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
    [handle, sections, pages.own, beside, root, files, today, t, f, say, section, change, go, wrong, session],
  );

  const bar = useMemo(() => ({ at: letters, set: setLetters }), [letters]);

  const undo = (): void => {
    if (removed !== null) change('tapped', () => removed.before);
    setRemoved(null);
  };

  if (free) return <Opening composing={composing} own />;
  if (wanted !== undefined)
    return (
      <Redirect to={fullPath(handle, { at: 'part', part: 'own0', where: [], field: null }, beside)} replace />
    );
  if (beside && section === undefined && page.at !== 'guide')
    return <Redirect to={screenPath(handle, SUMMARY)} replace />;

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
