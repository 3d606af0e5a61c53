/** Owns telling that room is short or a server is away, in words. Must never decide what is short. */
import { Archive, WifiOff } from 'lucide-react';
import { sizeParts } from '../../i18n/numbers.ts';
import { Banner } from '../../ui/Banner.tsx';
import { isNearlyFull, type Usage } from '../../wire/endpointApi.ts';
import { useDesk, useObserved, useT } from '../desk.tsx';

/** Bytes in words. */
export function useSize(): (bytes: number) => string {
  const t = useT();
  return (bytes) => {
    const { amount, unit } = sizeParts(bytes);
    return t(`size.${unit}`, { n: amount });
  };
}

/** Nothing while all is well. [EP7] */
export function StandingBanners() {
  const t = useT();
  const { mailbox } = useDesk();
  const { usage, away } = useObserved(mailbox.standing);
  return (
    <>
      {usage !== null && isNearlyFull(usage) ? <Room usage={usage} /> : null}
      {away.length === 0 ? null : (
        <Banner tone="attention" icon={<WifiOff size={18} />} title={t('mirror.away')}>
          {t('mirror.awayText', { servers: away.join(', ') })}
        </Banner>
      )}
    </>
  );
}

function Room({ usage }: { readonly usage: Usage }) {
  const t = useT();
  const size = useSize();
  const { bytes, limit } = usage;
  if (limit === null) return null;
  const full = bytes >= limit;
  const amounts = { used: size(bytes), limit: size(limit) };
  return (
    <Banner
      tone={full ? 'danger' : 'attention'}
      icon={<Archive size={18} />}
      title={t(full ? 'room.full' : 'room.little')}
    >
      {t(full ? 'room.fullText' : 'room.littleText', amounts)}
    </Banner>
  );
}
