/** Proves what widgets write into the page: nothing remembered, everything named, native roles. */
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../src/i18n/message.ts';
import { ErrorNotice } from '../../src/ui/Banner.tsx';
import { Button, IconButton } from '../../src/ui/Button.tsx';
import { Row, Rows } from '../../src/ui/Card.tsx';
import { CheckList, CheckRow, ChoiceList } from '../../src/ui/ChoiceList.tsx';
import { classNames } from '../../src/ui/classNames.ts';
import { createLanguage } from '../../src/ui/Language.tsx';
import { Progress, Steps } from '../../src/ui/Progress.tsx';
import { QrCode, qrPath } from '../../src/ui/QrCode.tsx';
import { FilePick, Tabs } from '../../src/ui/Tabs.tsx';
import { SecretField, SelectField, TextArea, TextField } from '../../src/ui/TextField.tsx';
import { InertText, WordsGrid } from '../../src/ui/Words.tsx';

const nothing = () => undefined;
const html = (element: ReactElement) => renderToStaticMarkup(element);
const choices = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
] as const;

describe('S3: fields leave nothing in the browser', () => {
  const typed: readonly (readonly [string, ReactElement])[] = [
    ['TextField', <TextField key="1" label="L" value="" onChange={nothing} />],
    ['TextField search', <TextField key="2" label="L" type="search" value="" onChange={nothing} />],
    ['TextField date', <TextField key="3" label="L" type="date" value="" onChange={nothing} />],
    ['TextArea', <TextArea key="4" label="L" value="" onChange={nothing} />],
    [
      'SecretField',
      <SecretField key="5" label="L" value="" onChange={nothing} showLabel="S" hideLabel="H" />,
    ],
  ];

  it.each(typed)('%s is never completed, corrected or checked', (_name, element) => {
    const page = html(element);
    expect(page).toContain('autoComplete="off"');
    expect(page).toContain('autoCorrect="off"');
    expect(page).toContain('spellCheck="false"');
    expect(page).toMatch(/autoCapitalize="(none|sentences)"/);
    expect(page).not.toMatch(/ name=/);
  });

  it('no control of any widget asks to be completed', () => {
    const page = html(
      <div>
        <ChoiceList legend="L" choices={choices} value="a" onChange={nothing} />
        <CheckList legend="L" choices={choices} values={['b']} onChange={nothing} />
        <CheckRow label="L" checked={false} onChange={nothing} />
        <Tabs label="L" tabs={choices} value="a" onChange={nothing} />
        <FilePick label="L" onFiles={nothing} />
        <SelectField label="L" value="a" onChange={nothing} options={choices} />
      </div>,
    );
    const controls = page.match(/<(?:input|select|textarea)[^>]*>/g) ?? [];
    expect(controls).toHaveLength(9);
    expect(controls.filter((control) => !control.includes('autoComplete="off"'))).toEqual([]);
  });

  it('words are masked without type=password, so that no browser offers to keep them', () => {
    const page = html(
      <SecretField label="L" value="x" onChange={nothing} showLabel="Show" hideLabel="Hide" />,
    );
    expect(page).toContain('type="text"');
    expect(page).not.toContain('password');
    expect(page).toContain('masked');
  });
});

describe('names and states for a screen reader', () => {
  it('a field hears its hint, its counter and its error', () => {
    const page = html(
      <TextArea
        label="What"
        hint="Hint"
        counter={{ text: '6 of 5', over: true }}
        error={{ text: 'Too long', code: 'V31' }}
        value="x"
        onChange={nothing}
      />,
    );
    const ids = /aria-describedby="([^"]+)"/.exec(page)?.[1]?.split(' ') ?? [];
    expect(ids).toHaveLength(3);
    for (const id of ids) expect(page).toContain(`id="${id}"`);
    expect(page).toContain('aria-invalid="true"');
    expect(page).toMatch(/<label[^>]* for="([^"]+)".*<textarea id="\1"/s);
    expect(page).toContain('role="alert"');
    expect(page).toContain('V31');
  });

  it('a field without trouble is not said to be wrong', () => {
    expect(html(<TextField label="L" value="" onChange={nothing} />)).not.toContain('aria-');
  });

  it('choices are native radios of one name in a fieldset with a legend', () => {
    const page = html(
      <ChoiceList legend="When?" legendHidden choices={choices} value="b" onChange={nothing} />,
    );
    const names = [...page.matchAll(/<input[^>]* name="([^"]+)"/g)].map((match) => match[1]);
    expect(names).toHaveLength(2);
    expect(page.match(/type="radio"/g)).toHaveLength(2);
    expect(new Set(names).size).toBe(1);
    expect(page).toMatch(/<legend[^>]*>When\?<\/legend>/);
    expect(page.match(/checked=""/g)).toHaveLength(1);
  });

  it('a busy button stays in the order of the keyboard and says that it is busy', () => {
    const page = html(<Button busy>Send</Button>);
    expect(page).toContain('aria-busy="true"');
    expect(page).toContain('aria-disabled="true"');
    expect(page).not.toContain(' disabled');
    expect(page).toContain('type="button"');
  });

  it('an icon without a visible word still has its name', () => {
    expect(html(<IconButton icon={<i />} label="Lock" labelHidden />)).toContain('aria-label="Lock"');
    expect(html(<IconButton icon={<i />} label="Lock" />)).toContain('>Lock</span>');
  });

  it('progress says its amount in words, steps say where they are', () => {
    const bar = html(<Progress label="Sending" amount="2 of 3" part={0.45} />);
    expect(bar).toContain('aria-valuetext="2 of 3"');
    expect(bar).toContain('value="0.45"');
    expect(html(<Progress label="Sending" part={undefined} />)).not.toContain('value=');
    const steps = html(
      <Steps
        label="Life"
        steps={[
          { id: 'a', label: 'Sealed', state: 'done', stateLabel: 'done' },
          { id: 'b', label: 'Sent', state: 'now', stateLabel: 'now' },
          { id: 'c', label: 'Received', state: 'later', stateLabel: 'not yet' },
        ]}
      />,
    );
    expect(steps.match(/aria-current="step"/g)).toHaveLength(1);
    expect(steps).toContain(': not yet');
  });

  it('a row is a button only when it leads somewhere', () => {
    const rows = (onOpen?: () => void) =>
      html(
        <Rows label="L">
          {onOpen === undefined ? <Row title="T" /> : <Row title="T" selected onOpen={onOpen} />}
        </Rows>,
      );
    expect(rows(nothing)).toContain('<button');
    expect(rows(nothing)).toContain('aria-current="true"');
    expect(rows()).not.toContain('<button');
  });

  it('an error gives its three sentences and its code, and is announced', () => {
    const page = html(<ErrorNotice what="What." safe="Safe." now="Now." code="Code 1" />);
    expect(page).toContain('role="alert"');
    for (const part of ['What.', 'Safe.', 'Now.', 'Code 1']) expect(page).toContain(part);
  });

  it('words are numbered and marked with their language', () => {
    const page = html(<WordsGrid words={['one', 'one']} lang="ru" label="Words" />);
    expect(page).toContain('lang="ru"');
    expect(page.match(/<li/g)).toHaveLength(2);
  });
});

describe('foreign text is inert (V31)', () => {
  it('hidden characters stand there by name and markup stays text', () => {
    const page = html(<InertText text={'a\u202Eb\u200Bc<b>d'} />);
    expect(page).toMatch(/^<bdi/);
    expect(page).not.toMatch(/\u202E|\u200B|<b>/);
    expect(page).toContain('U+202E');
    expect(page).toContain('U+200B');
    expect(page).toContain('&lt;b&gt;');
  });
});

describe('QR code', () => {
  it('draws each dark module once, inside a quiet zone of four', () => {
    const dark = new Set(['0,0', '1,0', '3,0', '2,2']);
    expect(qrPath({ size: 4, get: (x, y) => dark.has(`${x},${y}`) })).toBe(
      'M4 4h2v1h-2zM7 4h1v1h-1zM6 6h1v1h-1z',
    );
  });

  it('is one path with a name, without a style or markup of its own', () => {
    const page = html(<QrCode text="TUMAR1QQQQ" label="Invite" />);
    expect(page).toContain('aria-label="Invite"');
    expect(page.match(/<path/g)).toHaveLength(1);
    expect(page).not.toContain('style=');
  });
});

it('a screen speaks through its translator and fails loudly without one', () => {
  const language = createLanguage<{ readonly hello: 'Hello {name}' }>();
  const Hello = () => language.useT()('hello', { name: 'Aigul' });
  const t = createTranslator<{ readonly hello: 'Hello {name}' }>('ru', { hello: 'Здравствуйте, {name}' });
  expect(
    html(
      <language.Words t={t}>
        <Hello />
      </language.Words>,
    ),
  ).toBe('Здравствуйте, Aigul');
  expect(() => html(<Hello />)).toThrow('useT');
});

it('class names are joined without holes', () => {
  expect([classNames('a', false, undefined, '', 'b'), classNames(undefined)]).toEqual(['a b', undefined]);
});
