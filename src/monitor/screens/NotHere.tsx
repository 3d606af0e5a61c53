/** Owns the sentence that stands where a part of the app is not on this phone yet. Never tries again by itself. */
import { useT } from '../translation.tsx';

/** For a `lazy` part inside a page. */
export const notHere = () => ({ default: NotHere });

function NotHere() {
  return <p role="status">{useT()('form.more.failed')}</p>;
}
