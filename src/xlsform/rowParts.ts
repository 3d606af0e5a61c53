/** Owns what single cells of a question say: parameters, defaults, looks. Must never read another row. */
import type { Json } from '../domain/bounded.ts';
import { isDay } from '../domain/day.ts';
import type { QuestionDef } from '../domain/form/definition.ts';
import { parseExpression } from '../domain/form/expression.ts';
import { parseEdtf } from '../domain/partialDate.ts';
import { yesOrNo } from './settings.ts';

/** "start=1;end=10;step=1", with `;`, `,` or spaces between. */
export function parametersOf(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/[;,\s]+(?=[\w-]+\s*=)/);
  return new Map(
    parts
      .map((part) => part.split('='))
      .filter(([name, value]) => name !== undefined && value !== undefined)
      .map(([name = '', value = '']) => [name.trim().toLowerCase(), value.trim().replace(/[;,]$/, '')]),
  );
}

export type Range = { readonly min: number; readonly max: number; readonly step: number };

/** XLSForm's range: from 1 to 10 in steps of 1 unless it says otherwise. Undefined: the numbers make no range. */
export function rangeOf(parameters: ReadonlyMap<string, string>): Range | undefined {
  const number = (name: string, otherwise: number): number => {
    const text = parameters.get(name);
    return text === undefined || text === '' ? otherwise : Number(text);
  };
  const [start, end, step] = [number('start', 1), number('end', 10), number('step', 1)];
  if (![start, end, step].every(Number.isFinite) || step === 0) return undefined;
  return { min: Math.min(start, end), max: Math.max(start, end), step: Math.abs(step) };
}

/** Dynamic when it asks for an answer or calls a function; "(none)" and "f (x)" in words stay words. */
export function isDynamic(text: string): boolean {
  if (!text.includes('${') && !/[A-Za-z0-9-]\([\s\S]*\)/.test(text)) return false;
  return parseExpression(text).ok;
}

/** A fixed default as an answer; undefined: it fits no answer of this kind. */
export function startOf(kind: QuestionDef['kind'], text: string): Json | undefined {
  switch (kind) {
    case 'text':
    case 'one':
      return text;
    case 'many':
      return text.split(/\s+/);
    case 'whole':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'decimal':
      return /^-?(\d+\.?\d*|\.\d+)$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'day':
      return isDay(text.slice(0, 10)) ? text.slice(0, 10) : undefined;
    case 'partialDate': {
      const edtf = text.slice(0, 10);
      const parsed = parseEdtf(edtf);
      if (!parsed.ok || !['day', 'month', 'year'].includes(parsed.value.kind)) return undefined;
      const q = { day: 'exact', month: 'unknown_day', year: 'unknown_month' }[parsed.value.kind as 'day'];
      return { edtf, q };
    }
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d/.test(text) ? text.slice(0, 5) : undefined;
    case 'instant':
      return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d/.test(text) && isDay(text.slice(0, 10))
        ? text.slice(0, 16)
        : undefined;
    case 'flag':
      return text === 'OK' || yesOrNo(text) === true ? true : undefined;
    case 'point': {
      const [lat, lon] = text.split(/\s+/).map(Number);
      if (lat === undefined || lon === undefined || !(Math.abs(lat) <= 90 && Math.abs(lon) <= 180))
        return undefined;
      return { lat, lon };
    }
    default:
      return undefined;
  }
}

/** Words of `appearance`; what stands in brackets belongs to its word. */
export const looksOf = (text: string): readonly string[] =>
  text.match(/[^\s(]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?/g)?.map((word) => word.trim()) ?? [];

/** Looks that this app has by itself, so that nothing is lost. */
export const SAME_LOOK = ['field-list', 'multiline', 'month-year', 'year', 'no-calendar', 'label'];
