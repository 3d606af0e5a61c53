/** Owns screen 1, "What happened?": groups, then kinds, or a search over all. Never which kinds exist. */
import {
  Church,
  CircleEllipsis,
  DoorClosed,
  Earth,
  Flag,
  Gavel,
  HeartPulse,
  House,
  type LucideIcon,
  MapPinned,
  Megaphone,
  MessageSquareWarning,
  Scale,
  Search,
  UserRoundX,
  Users,
  Warehouse,
  Wrench,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { isFoundIn } from '../../domain/fold.ts';
import { groupOf, label, shortGroups, shortViolations, type Violation } from '../../domain/vocabulary.ts';
import { Button } from '../../ui/Button.tsx';
import { Card, Row, Rows } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
import styles from './Form.module.css';
import { FormFrame, screenPath } from './FormFrame.tsx';

const pictures: Readonly<Record<string, LucideIcon>> = {
  lib: DoorClosed,
  tor: HeartPulse,
  lif: UserRoundX,
  tri: Gavel,
  pri: Warehouse,
  exp: Megaphone,
  ass: Users,
  pea: Flag,
  rel: Church,
  int: MessageSquareWarning,
  prv: House,
  mov: MapPinned,
  tnr: Earth,
  dis: Scale,
  lab: Wrench,
};

type LabelOf = (list: 'violations' | 'groups', code: string) => string;

/** Kinds of which every typed word begins some word of the label, in any language that `spoken` adds, or of its group's. */
export function findKinds(typed: string, spoken: LabelOf = () => ''): readonly Violation[] {
  return shortViolations().filter((kind) => {
    const group = groupOf(kind.code);
    return isFoundIn(typed, [
      ...[kind.en, kind.ru, spoken('violations', kind.code)],
      ...[label('groups', group, 'en'), label('groups', group, 'ru'), spoken('groups', group)],
    ]);
  });
}

export function FormWhat({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const [, go] = useLocation();
  const { what } = composing.draft;
  const [group, setGroup] = useState<string | null>(what === null ? null : groupOf(what));
  const [typed, setTyped] = useState('');
  const found = findKinds(typed, t.label);
  const kinds = useRef<HTMLDivElement>(null);
  const tiles = useRef<HTMLUListElement>(null);
  const pressed = useRef(false);
  // Whoever uses the keyboard goes on where the kinds are: the tile that was pressed is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the group
  useEffect(() => {
    if (pressed.current) (kinds.current ?? tiles.current)?.focus();
  }, [group]);
  const pick = (code: string | null): void => {
    pressed.current = true;
    setGroup(code);
  };

  const choose = (kind: string): void => {
    session.composing.answer({ what: kind });
    go(screenPath(composing.handle, 2));
  };
  const kindRow = (kind: Violation, detail?: string) => (
    <Row
      key={kind.code}
      title={t.label('violations', kind.code)}
      selected={kind.code === what}
      {...(detail === undefined ? {} : { detail })}
      onOpen={() => choose(kind.code)}
    />
  );

  return (
    <FormFrame
      composing={composing}
      screen={1}
      title={t('form.what.title')}
      lead={group === null ? t('form.what.group') : t('form.what.type')}
      noNext={what === null}
    >
      <Stack gap={4}>
        <TextField
          label={t('form.what.search')}
          value={typed}
          onChange={setTyped}
          type="search"
          capitals="none"
          enterKeyHint="search"
        />
        {typed.trim() !== '' ? (
          <div aria-live="polite">
            {found.length === 0 ? (
              <p>{t('form.what.nothing')}</p>
            ) : (
              <Card flush>
                <Rows label={t('form.what.search')}>
                  {found.slice(0, 40).map((kind) => kindRow(kind, t.label('groups', groupOf(kind.code))))}
                </Rows>
              </Card>
            )}
          </div>
        ) : group === null ? (
          <ul ref={tiles} tabIndex={-1} className={styles.tiles} aria-label={t('form.what.group')}>
            {shortGroups().map((one) => {
              const Picture = pictures[one.code] ?? CircleEllipsis;
              return (
                <li key={one.code}>
                  <button
                    type="button"
                    className={styles.tile}
                    aria-current={what !== null && groupOf(what) === one.code ? 'true' : undefined}
                    onClick={() => pick(one.code)}
                  >
                    <Picture size={22} aria-hidden="true" />
                    <span>{t.label('groups', one.code)}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        ) : (
          <>
            {/* biome-ignore lint/a11y/useSemanticElements: no fields are in it */}
            <div ref={kinds} role="group" tabIndex={-1} aria-label={t.label('groups', group)}>
              <Card flush title={t.label('groups', group)}>
                <Rows label={t.label('groups', group)}>
                  {shortViolations(group).map((kind) => kindRow(kind))}
                </Rows>
              </Card>
            </div>
            <div>
              <Button icon={<Search size={20} />} onClick={() => pick(null)}>
                {t('form.what.change')}
              </Button>
            </div>
          </>
        )}
      </Stack>
    </FormFrame>
  );
}
