/** Owns the page of one part of the form, or of one entry in it. Never which questions it asks. */
import { Check, ListChecks, Trash2 } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { objectOf } from '../../domain/form/answers.ts';
import type { Path, Section } from '../../domain/form/question.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Stack } from '../../ui/Screen.tsx';
import type { FullPage } from './address.ts';
import { EvidenceFile, FilePicks } from './EvidenceFiles.tsx';
import { FullFrame } from './FullFrame.tsx';
import { useFilling } from './filling.tsx';
import { entryAt, questionsAt } from './locate.ts';
import { Questions } from './Questions.tsx';
import { entryName } from './RepeatAnswer.tsx';
import { useMost } from './useMost.ts';

type PartProps = {
  readonly section: Section;
  readonly page: FullPage & { readonly at: 'part' };
};

/** Goes to the field that somebody came for, and puts the cursor into it. */
function useField(field: string | null): void {
  useEffect(() => {
    if (field === null) return;
    const place = [...document.querySelectorAll<HTMLElement>('[data-field]')].find((one) =>
      one.dataset['field']?.endsWith(field),
    );
    place?.scrollIntoView({ block: 'center' });
    place?.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
  }, [field]);
}

/** So many questions stand there at once; what lies below them follows while somebody reads. */
const AT_ONCE = 2;

export const PartPage = memo(function PartPage({ section, page }: PartProps) {
  const { where, field } = page;
  const most = useMost(AT_ONCE, field !== null);
  useField(field);
  const entries = where.length === 0 ? [] : (entryAt(section, where) ?? []);
  const entry = entries.at(-1);
  return entry === undefined ? (
    <WholePart section={section} most={most} />
  ) : (
    <Entry section={section} entry={entry} outer={entries.at(-2)?.path ?? []} most={most} />
  );
});

const pageOf = (section: Section | undefined, otherwise: FullPage): FullPage =>
  section === undefined ? otherwise : { at: 'part', part: section.name, where: [], field: null };

function WholePart({ section, most }: { readonly section: Section; readonly most: number }) {
  const { t, f, say, sections, beside, go } = useFilling();
  const at = sections.indexOf(section);
  const next = sections[at + 1];
  const place = f('full.partOf', { at: at + 1, of: sections.length });
  return (
    <FullFrame
      title={say(section.label)}
      place={
        beside ? (
          place
        ) : (
          <Button
            kind="quiet"
            icon={<ListChecks size={20} />}
            aria-label={`${f('full.toParts')}: ${place}`}
            onClick={() => go({ at: 'parts' })}
          >
            {place}
          </Button>
        )
      }
      onBack={() => go(pageOf(sections[at - 1], { at: 'parts' }))}
      actions={
        <Button kind="primary" onClick={() => go(pageOf(next, { at: 'finish' }))}>
          {next === undefined ? f('full.finish') : t('action.next')}
        </Button>
      }
    >
      <Stack gap={6}>
        {section.name === 'consent' ? <Unreviewed /> : null}
        <Questions questions={section.questions} where={[]} most={most} />
        {section.name === 'sources' ? <FilePicks /> : null}
      </Stack>
    </FullFrame>
  );
}

/** Why some of the questions are in another language. */
function Unreviewed() {
  const { t } = useFilling();
  return t.lang === t.speaks ? null : (
    <Banner tone="info">
      <span lang={t.lang}>{t('form.use.unreviewed')}</span>
    </Banner>
  );
}

type EntryProps = {
  readonly section: Section;
  readonly entry: NonNullable<ReturnType<typeof entryAt>>[number];
  readonly outer: Path;
  readonly most: number;
};

function Entry({ section, entry, outer, most }: EntryProps) {
  const filling = useFilling();
  const { t, root, go, remove } = filling;
  const { repeat, path } = entry;
  const index = Number(path.at(-1));
  const answers = objectOf(root, path);
  // A title that changed with each letter would take the cursor out of the field.
  const [name] = useState(() => entryName(filling, repeat, answers, index));
  const back = (): void => go({ at: 'part', part: section.name, where: outer, field: null });
  return (
    <FullFrame
      title={name}
      place={filling.say(section.label)}
      onBack={back}
      actions={
        <Button kind="primary" icon={<Check size={20} />} onClick={back}>
          {t('action.done')}
        </Button>
      }
    >
      <Stack gap={6}>
        <EvidenceFile entry={answers} />
        {path[0] === 'evidence' ? <Unreviewed /> : null}
        <Stack gap={6} lang={path[0] === 'consents' ? t.lang : t.speaks}>
          <Questions questions={questionsAt(section, path)} where={path} most={most} />
        </Stack>
        {repeat.count === undefined ? (
          <div>
            <Button
              icon={<Trash2 size={20} />}
              onClick={() => {
                remove(path.slice(0, -1), index);
                back();
              }}
            >
              {t('action.remove')}
            </Button>
          </div>
        ) : null}
      </Stack>
    </FullFrame>
  );
}
