/** Owns a mini-guide as a page: what to ask, what not to, when to stop. Never its words. */
import { Card } from '../../ui/Card.tsx';
import { Stack } from '../../ui/Screen.tsx';
import styles from './Full.module.css';
import { FullFrame } from './FullFrame.tsx';
import { useFilling } from './filling.tsx';
import { isGuide } from './guideNames.ts';

const PARTS = ['ask', 'avoid', 'stop'] as const;

export function GuidePage({ name, onBack }: { readonly name: string; readonly onBack: () => void }) {
  const { f } = useFilling();
  const guide = isGuide(name) ? name : 'asking';
  // How consent is explained is in a reviewed language. (UX 7)
  const lang = guide === 'consent' ? f.lang : f.speaks;
  return (
    <FullFrame title={f(`guide.${guide}.title`)} onBack={onBack}>
      <Stack gap={4}>
        {PARTS.map((part) => (
          <Card key={part} title={f(`full.guide.${part}`)}>
            <ul className={styles.lines} lang={lang}>
              {f(`guide.${guide}.${part}`)
                .split('\n')
                .map((line) => (
                  <li key={line}>{line}</li>
                ))}
            </ul>
          </Card>
        ))}
      </Stack>
    </FullFrame>
  );
}
