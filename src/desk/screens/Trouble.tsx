/** Owns showing a code from below as three sentences; never an exception's text. */
import { OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorText } from '../../i18n/errorText.ts';
import { ErrorNotice } from '../../ui/Banner.tsx';
import { useT } from '../desk.tsx';
import { deskCode } from '../deskCodes.ts';

/** Nothing for null. */
export function Trouble({ code, actions }: { readonly code: string | null; readonly actions?: ReactNode }) {
  const t = useT();
  if (code === null) return null;
  return (
    <ErrorNotice icon={<OctagonAlert size={20} />} {...errorText(t, deskCode(code))} actions={actions} />
  );
}
