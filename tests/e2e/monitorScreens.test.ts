/** Proves that every screen of the phone can be used by everybody, in both languages and both themes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tourMonitor } from './monitorTour.ts';
import { type Stage, setStage } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
};

describe('every screen of the phone', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.end());

  it.each([
    ['en', 360, 720, false],
    ['ru', 360, 720, true],
    ['en', 1280, 800, true],
  ] as const)(
    'S12 in %s at %i×%i, dark: %s, has no serious fault for axe and nothing cut off',
    async (lang, width, height, dark) => {
      const name = `${lang}-${width}-${dark}`;
      const locale = lang === 'ru' ? 'ru-RU' : 'en-GB';
      const browser = await stage.open(name, { width, height, dark, locale });
      const faults: string[] = [];
      const seen: string[] = [];
      await tourMonitor({
        system: stage.system,
        organisation: stage.organisation,
        browser,
        lang,
        inbox: stage.path(`inbox-${name}`),
        async visit(screen) {
          seen.push(screen);
          await browser.page.evaluate(axe);
          // A colour half-way through its change is none that anybody reads.
          await browser.page.evaluate(() =>
            Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
          );
          const violations = await browser.page.evaluate(async () => {
            const { axe: judge } = globalThis as unknown as {
              axe: { run(): Promise<{ violations: readonly Violation[] }> };
            };
            return (await judge.run()).violations;
          });
          for (const { id, impact, nodes } of violations)
            if (impact === 'serious' || impact === 'critical')
              faults.push(`${screen}: ${id} ${nodes[0]?.html ?? ''}`);
          const wide = await browser.page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          if (wide > 0) faults.push(`${screen}: ${wide} pixels too wide`);
          if ((await browser.page.title()) !== 'Notes')
            faults.push(`${screen}: the title says more than it may`);
        },
      });
      await browser.close();
      expect(faults).toEqual([]);
      expect(seen.length).toBeGreaterThan(30);
    },
  );
});
