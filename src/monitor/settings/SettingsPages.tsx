/** Owns which page of the settings an address leads to; never what a page does. */
import { Redirect } from 'wouter';
import type { Unlocked } from '../life.ts';
import { Limits } from '../screens/Limits.tsx';
import { useT } from '../translation.tsx';
import { About } from './About.tsx';
import { ChangeWords } from './ChangeWords.tsx';
import { DeliverForOthers, Delivery } from './Delivery.tsx';
import { LanguagePick } from './LanguagePick.tsx';
import { LockTimes } from './LockTimes.tsx';
import { OnPhone } from './OnPhone.tsx';
import { SettingsFrame, type SettingsPage } from './SettingsFrame.tsx';
import { CoercedWords, DuressWords } from './UnderForce.tsx';
import { WipeChoice } from './WipeChoice.tsx';
import { PhoneWords, Words } from './WordsPages.tsx';

export function SettingsPages({ page, life }: { readonly page: string; readonly life: Unlocked }) {
  const t = useT();
  switch (page as SettingsPage) {
    case 'l':
      return (
        <SettingsFrame title={t('lang.label')}>
          <LanguagePick />
        </SettingsFrame>
      );
    case 'w':
      return <Words />;
    case 'wc':
      return <ChangeWords />;
    case 'wd':
      return <DuressWords life={life} />;
    case 'wf':
      return <CoercedWords />;
    case 'wp':
      return <PhoneWords />;
    case 't':
      return <LockTimes life={life} />;
    case 'e':
      return <WipeChoice life={life} />;
    case 'd':
      return <Delivery life={life} />;
    case 'dd':
      return <DeliverForOthers />;
    case 'h':
      return <OnPhone life={life} />;
    case 'a':
      return <About life={life} />;
    case 'i':
      return (
        <SettingsFrame title={t('limits.title')} lead={t('limits.lead')}>
          <Limits />
        </SettingsFrame>
      );
    default:
      return <Redirect to="/s" replace />;
  }
}
