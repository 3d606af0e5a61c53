/** Owns which screen of the short form an address leads to. Never keeps an answer. */
import { Redirect, useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Card.tsx';
import type { Composing, Unlocked } from '../life.ts';
import { OpenDraft } from '../screens/OpenDraft.tsx';
import { Page } from '../screens/Page.tsx';
import { useT } from '../translation.tsx';
import { FormBy } from './FormBy.tsx';
import { fullStart, SUMMARY, screenPath } from './FormFrame.tsx';
import { FormSummary } from './FormSummary.tsx';
import { FormUse } from './FormUse.tsx';
import { FormWhat } from './FormWhat.tsx';
import { FormWhen } from './FormWhen.tsx';
import { FormWhere } from './FormWhere.tsx';
import { FormWho } from './FormWho.tsx';
import { FormWords } from './FormWords.tsx';

type FormProps = {
  readonly handle: string;
  readonly screen: string;
  /** The number of the file to go to on its screen. */
  readonly file: string | undefined;
  readonly life: Unlocked;
};

export function Form(props: FormProps) {
  return (
    <OpenDraft handle={props.handle} life={props.life}>
      {(composing) => <Screen {...props} composing={composing} />}
    </OpenDraft>
  );
}

function Screen({ handle, screen, file, life, composing }: FormProps & { readonly composing: Composing }) {
  const t = useT();
  const [, go] = useLocation();
  // Its answers are the truth from then on: the seven screens would change what is not sent.
  if (composing.draft.full !== null) return <Redirect to={fullStart(handle)} replace />;
  switch (screen) {
    case '1':
      return <FormWhat composing={composing} />;
    case '2':
      return <FormWhen composing={composing} />;
    case '3':
      return <FormWhere composing={composing} />;
    case '4':
      return <FormWho composing={composing} />;
    case '5':
      return <FormBy composing={composing} />;
    case '6':
      return <FormWords composing={composing} file={Number(file ?? 0)} />;
    case '7':
      return <FormUse composing={composing} />;
    case String(SUMMARY):
      return <FormSummary composing={composing} life={life} />;
    default:
      return (
        <Page>
          <EmptyState
            title={t('draft.gone')}
            action={
              <Button kind="primary" onClick={() => go(screenPath(handle, 1))}>
                {t('finish.go')}
              </Button>
            }
          />
        </Page>
      );
  }
}
