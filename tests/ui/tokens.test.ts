/** Proves from the style sheets alone that text can be read: WCAG contrast of every pair, in both faces and themes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Palette = ReadonlyMap<string, string>;

const read = (name: string) => readFileSync(new URL(`../../src/ui/${name}`, import.meta.url), 'utf8');

function palettesOf(css: string): readonly { readonly selector: string; readonly colours: Palette }[] {
  return [...css.matchAll(/(:root[^{]+)\{([^}]*)\}/g)].map((match) => ({
    selector: (match[1] ?? '').trim(),
    colours: new Map(
      [...(match[2] ?? '').matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map((pair) => [
        pair[1] ?? '',
        (pair[2] ?? '').trim(),
      ]),
    ),
  }));
}

function luminance(colour: string): number {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(colour);
  if (match === null) throw new Error(`not a plain colour: ${colour}`);
  const [r = 0, g = 0, b = 0] = match.slice(1).map((part) => {
    const value = Number.parseInt(part, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Text that is read, on all it can stand on: 7:1, also in sunlight. */
const textPairs: readonly (readonly [text: string, ...on: string[]])[] = [
  ['ink', 'paper', 'surface', 'sunken'],
  ['ink-soft', 'paper', 'surface', 'sunken'],
  ['accent', 'paper', 'surface'],
  ['on-accent', 'accent', 'accent-hover'],
  ['on-accent-soft', 'accent-soft'],
  ['on-danger-soft', 'danger-soft', 'surface', 'paper'],
  ['on-attention-soft', 'attention-soft'],
  ['on-ok-soft', 'ok-soft'],
  ['on-info-soft', 'info-soft'],
  ['paper', 'ink'],
];
/** Large or single letters on a solid colour: 4.5:1. */
const strongPairs: readonly (readonly [text: string, ...on: string[]])[] = [
  ['on-danger', 'danger', 'danger-hover'],
];
/** Borders, marks and focus that carry meaning: 3:1. */
const shapePairs: readonly (readonly [text: string, ...on: string[]])[] = [
  ['line-strong', 'paper', 'surface'],
  ['focus', 'paper', 'surface', 'sunken'],
  ['accent', 'sunken', 'accent-soft'],
  ['danger', 'paper', 'surface'],
  ['ok', 'surface', 'ok-soft'],
];

describe.each(['notes.css', 'desk.css'])('%s', (file) => {
  const palettes = palettesOf(read(file));

  it('has a light palette and the same dark one for the device and for the person', () => {
    expect(palettes.map((palette) => palette.selector.replace(/data-face="[a-z]+"/, 'face'))).toEqual([
      ':root[face]',
      ':root[face][data-theme="dark"]',
      ':root[face]:not([data-theme="light"])',
    ]);
    const [light, dark, device] = palettes;
    expect(device?.colours).toEqual(dark?.colours);
    const measures = ['row', 'bar', 'target', 'pad'];
    expect([...(dark?.colours.keys() ?? [])].sort()).toEqual(
      [...(light?.colours.keys() ?? [])].filter((name) => !measures.includes(name)).sort(),
    );
  });

  for (const [theme, palette] of [
    ['light', palettes[0]],
    ['dark', palettes[1]],
  ] as const) {
    const rows = [
      ...textPairs.map((pair) => [7, pair] as const),
      ...strongPairs.map((pair) => [4.5, pair] as const),
      ...shapePairs.map((pair) => [3, pair] as const),
    ].flatMap(([least, [text, ...backs]]) => backs.map((back) => [text, back, least] as const));
    it.each(rows)(`${theme}: %s on %s has at least %s:1`, (text, back, least) => {
      const colour = (name: string) => palette?.colours.get(name) ?? '';
      expect(contrast(colour(text), colour(back))).toBeGreaterThanOrEqual(least);
    });
  }
});

it('every custom property that a style sheet uses is defined', () => {
  const sheets = [
    'Banner',
    'Button',
    'Card',
    'ChoiceList',
    'Dialog',
    'Field',
    'Progress',
    'Screen',
    'Tabs',
    'Words',
  ];
  const faces = ['notes.css', 'desk.css'].map((face) => new Set(palettesOf(read(face))[0]?.colours.keys()));
  const measures = new Set([...read('tokens.css').matchAll(/--([a-z0-9-]+):/g)].map((match) => match[1]));
  const used = [...sheets.map((name) => `${name}.module.css`), 'QrCode.module.css', 'base.css'].flatMap(
    (name) => {
      const css = read(name);
      const own = new Set([...css.matchAll(/--([a-z0-9-]+):/g)].map((match) => match[1]));
      return [...css.matchAll(/var\(--([a-z0-9-]+)/g)]
        .map((match) => match[1])
        .filter((each) => !own.has(each));
    },
  );
  expect(used.length).toBeGreaterThan(200);
  for (const face of faces) {
    expect(used.filter((name) => name !== undefined && !measures.has(name) && !face.has(name))).toEqual([]);
  }
});

it('no style sheet loads anything from elsewhere (S11)', () => {
  for (const name of [
    'tokens.css',
    'notes.css',
    'desk.css',
    'base.css',
    'Field.module.css',
    'Button.module.css',
  ]) {
    expect(read(name)).not.toMatch(/url\(|@import|@font-face/);
  }
});

it('the phone’s face holds no colour of the desk', () => {
  const desk = new Set(read('desk.css').match(/#[0-9a-f]{6}/g));
  const shared = [...new Set(read('notes.css').match(/#[0-9a-f]{6}/g))].filter((colour) => desk.has(colour));
  expect(shared).toEqual(['#ffffff']);
});
