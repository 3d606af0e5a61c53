/** Owns showing a trouble in three sentences and a code; never an exception's text. */
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorText } from '../../i18n/errorText.ts';
import type { MonitorTranslator } from '../../i18n/monitorMessages.ts';
import { ErrorNotice } from '../../ui/Banner.tsx';
import { useT } from '../translation.tsx';

type Told = Parameters<typeof errorText>[0];

/** The sentences of a code. The monitor's translator knows more keys than errorText() asks for. */
export const tell = (t: MonitorTranslator, code: string) => errorText(t as unknown as Told, code);

export function Notice({ code, actions }: { readonly code: string; readonly actions?: ReactNode }) {
  const t = useT();
  return (
    <ErrorNotice
      icon={<TriangleAlert size={20} />}
      {...tell(t, code)}
      {...(actions === undefined ? {} : { actions })}
    />
  );
}
