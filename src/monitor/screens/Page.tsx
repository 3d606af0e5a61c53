/** Owns the frame of every screen: title that takes the focus, way back, Hide. Never which screen it is. */
import { EyeOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Screen, TopBar } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import { useT } from '../translation.tsx';

export type PageProps = {
  /** In the bar: neutral, a short code at most. */
  readonly bar?: string;
  readonly start?: ReactNode;
  readonly end?: ReactNode;
  readonly title?: string;
  readonly lead?: ReactNode;
  readonly before?: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  /** Nothing is open here yet: Hide leads back to the front, where there is one. */
  readonly plain?: boolean;
};

export function Page({ bar, start, end, title, lead, before, children, actions, plain = false }: PageProps) {
  const t = useT();
  const session = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  // A screen reader hears where it is; without this the focus stays on a button that is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title is what tells one screen from the next
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [title]);
  const hide = {
    label: t('app.hide'),
    icon: <EyeOff size={20} />,
    onHide: () => void session.hide(),
  };
  return (
    <Screen
      top={
        <TopBar
          title={bar ?? __APP_NAME__}
          {...(start === undefined ? {} : { start })}
          {...(end === undefined ? {} : { end })}
          {...(plain && !session.isFront ? {} : { hide })}
        />
      }
      titleRef={heading}
      {...(title === undefined ? {} : { title })}
      {...(lead === undefined ? {} : { lead })}
      {...(before === undefined ? {} : { before })}
      {...(actions === undefined ? {} : { actions })}
    >
      {children}
    </Screen>
  );
}
