/** Owns the list of keys of the inbox. */
import { Facts } from '../../ui/Card.tsx';
import { KeyHint } from '../../ui/Words.tsx';
import { useT } from '../desk.tsx';

export function Keys() {
  const t = useT();
  const rows = [
    ['j', t('inbox.keys.next')],
    ['k', t('inbox.keys.previous')],
    ['Enter', t('inbox.keys.open')],
    ['Esc', t('item.back')],
    ['u', t('item.markUnread')],
    ['/', t('inbox.keys.search')],
    ['?', t('desk.help')],
  ] as const;
  return (
    <Facts facts={rows.map(([key, words]) => ({ id: key, label: words, value: <KeyHint>{key}</KeyHint> }))} />
  );
}
