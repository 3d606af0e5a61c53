/** Owns the frame of a page of the settings, and sentences under a mark; never which page it is. */
import { ArrowLeft, Check, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Points } from '../../ui/Points.tsx';
import { Page } from '../screens/Page.tsx';
import { useT } from '../translation.tsx';

/** What stands in an address after /s/; short, and says nothing. */
export type SettingsPage = 'l' | 'w' | 'wc' | 'wd' | 'wf' | 'wp' | 't' | 'e' | 'h' | 'a' | 'i' | 'd' | 'dd';

/** One page of the settings; back leads to the list, or to the page it came from. */
export function SettingsFrame(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly back?: SettingsPage;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useT();
  const [, go] = useLocation();
  const { back, title, lead, actions, children } = props;
  return (
    <Page
      bar=""
      start={
        <IconButton
          icon={<ArrowLeft size={20} />}
          label={back === undefined ? t('settings.title') : t('action.back')}
          onClick={() => go(back === undefined ? '/s' : `/s/${back}`)}
        />
      }
      title={title}
      {...(lead === undefined ? {} : { lead })}
      {...(actions === undefined ? {} : { actions })}
    >
      {children}
    </Page>
  );
}

const marks = { helps: Check, helpsNot: X, know: Info } as const;

/** A card of plain sentences: what helps, what does not, what to know. */
export function Sentences({
  title,
  lines,
  mark,
}: {
  readonly title: string;
  readonly lines: readonly string[];
  readonly mark: keyof typeof marks;
}) {
  const Mark = marks[mark];
  return (
    <Card title={title}>
      <Points lines={lines} mark={<Mark size={20} aria-hidden="true" />} />
    </Card>
  );
}
