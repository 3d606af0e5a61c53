/** Owns what may stand in the details of an act: the fields of its blocks (DOMAIN 2.14). What no block names is a newer phone's and let through. */
import { type BlockField, blockFieldList } from '../fieldNames.ts';
import { blocksOf } from '../form/fullWhen.ts';
import { entriesAt, objectAt, type ReportFields } from '../report.ts';
import type { Tell } from './finding.ts';
import {
  date,
  day,
  either,
  flag,
  instant,
  list,
  number,
  object,
  oneOf,
  type Shape,
  text,
  whole,
} from './shape.ts';

const words = text(5000);
const count = whole(0, 1_000_000);

/** The shape of a type as the data model writes it. */
function shapeOf({ name, type }: BlockField): Shape {
  switch (type) {
    case 'partial date':
      return date;
    case 'partial date or no':
      return either(date, oneOf('no'));
    case 'date':
      return either(day, date);
    case 'datetime':
      return instant;
    case 'number':
      return number(0, 100_000);
    case 'boolean':
      return flag;
    case '{min,max}':
      return object({ min: count, max: count }, ['min', 'max']);
    case 'number + currency':
      return either(object({ amount: number(0), currency: text(20) }), number(0), text(200));
    case 'text + date':
      return either(object({ text: words, date }), words);
    case '{years,months,fine,other}':
      return object({ years: whole(0, 200), months: whole(0, 2400), fine: text(120), other: text(500) });
    case 'ISO':
      return text(2, { form: /^[A-Z]{2}$/ });
    case 'MT5':
      return list(text(12, { form: /^\d{12}$/ }));
  }
  if (!type.includes('|')) return words;
  const codes = oneOf(...type.split('|'));
  return name.endsWith('[]') ? list(codes) : codes;
}

const shapes = new Map<string, Shape>(
  blockFieldList.map((field) => [`${field.block}.${field.name}`, shapeOf(field)]),
);

export function rulesOfDetails(fields: ReportFields, tell: Tell): void {
  for (const [index, act] of entriesAt(fields, 'acts')) {
    const blocks = blocksOf(act, fields);
    for (const [name, value] of Object.entries(objectAt(act, 'details'))) {
      // A list is named with or without its brackets.
      const known = blocks.flatMap((block) =>
        [name, `${name}[]`].flatMap((one) => shapes.get(`${block}.${one}`) ?? []),
      );
      known[0]?.(value, `acts[${index}].details.${name}`, tell);
    }
  }
}
