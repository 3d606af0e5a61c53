/** Shows every widget on a few made-up pages, to be looked at; `?face=desk&page=home&lang=ru`. Never part of an app. */
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import { face, lang, page } from './galleryAsked.ts';
import { DeskInbox, DeskInvite } from './galleryDesk.tsx';
import { PhoneForm, PhoneHome, PhoneJoin, PhoneReport } from './galleryPhone.tsx';
import '../../src/ui/tokens.css';
import '../../src/ui/base.css';
import '../../src/ui/notes.css';
import '../../src/ui/desk.css';

document.documentElement.dataset['face'] = face;
document.documentElement.lang = lang;

const root = document.getElementById('root');
if (root !== null) {
  const [phone, desk] = await Promise.all([loadMonitorWords(lang), loadDeskWords(lang)]);
  const pages: Readonly<Record<string, ReactNode>> = {
    home: <PhoneHome t={phone} />,
    form: <PhoneForm t={phone} />,
    join: <PhoneJoin t={phone} />,
    report: <PhoneReport t={phone} />,
    inbox: <DeskInbox t={desk} />,
    invite: <DeskInvite t={desk} />,
  };
  createRoot(root).render(pages[page]);
}
