/** Owns what the words in the column `type` mean; must never look at another column. */

export type Simple =
  | 'text'
  | 'whole'
  | 'decimal'
  | 'date'
  | 'time'
  | 'instant'
  | 'point'
  | 'note'
  | 'flag'
  | 'calculated'
  | 'hidden'
  | 'range'
  | 'percentage'
  | 'barcode'
  | 'today';

export type Kind =
  | { readonly is: 'question'; readonly kind: Simple }
  | { readonly is: 'choice'; readonly many: boolean; readonly list: string; readonly other: boolean }
  | { readonly is: 'around'; readonly edge: 'begin' | 'end'; readonly of: 'group' | 'repeat' }
  /** Not asked; `why` is the code of the finding. */
  | { readonly is: 'leftOut'; readonly why: 'typeLeftOut' | 'deviceLeftOut' | 'fileLeftOut' }
  | { readonly is: 'unknown' };

const WORDS: { readonly [type: string]: Simple } = {
  text: 'text',
  string: 'text',
  'add text prompt': 'text',
  'q string': 'text',
  'phone number': 'text',
  'add phone number prompt': 'text',
  url: 'text',
  integer: 'whole',
  int: 'whole',
  'add integer prompt': 'whole',
  'q int': 'whole',
  percentage: 'percentage',
  'add percentage prompt': 'percentage',
  decimal: 'decimal',
  'add decimal prompt': 'decimal',
  'q decimal': 'decimal',
  date: 'date',
  'add date prompt': 'date',
  'q date': 'date',
  time: 'time',
  'add time prompt': 'time',
  'q time': 'time',
  datetime: 'instant',
  'date time': 'instant',
  'add date time prompt': 'instant',
  'q datetime': 'instant',
  geopoint: 'point',
  gps: 'point',
  location: 'point',
  'add location prompt': 'point',
  'q geopoint': 'point',
  'q location': 'point',
  note: 'note',
  'add note prompt': 'note',
  'q note': 'note',
  acknowledge: 'flag',
  acknowledgement: 'flag',
  trigger: 'flag',
  'add acknowledge prompt': 'flag',
  'q acknowledge': 'flag',
  calculate: 'calculated',
  calculation: 'calculated',
  'q calculate': 'calculated',
  'add calculate prompt': 'calculated',
  hidden: 'hidden',
  range: 'range',
  barcode: 'barcode',
  'add barcode prompt': 'barcode',
  'q barcode': 'barcode',
  today: 'today',
  'get today': 'today',
};

/** These would tell about the phone or its owner, or keep times finer than a day. */
const DEVICE = [
  'start',
  'end',
  'start time',
  'end time',
  'get start time',
  'get end time',
  'deviceid',
  'device id',
  'get device id',
  'imei',
  'subscriberid',
  'subscriber id',
  'get subscriber id',
  'simserial',
  'sim id',
  'sim serial',
  'get sim id',
  'phonenumber',
  'get phone number',
  'username',
  'email',
  'audit',
  'start-geopoint',
  'background-audio',
  'background-geopoint',
  'uri:deviceid',
  'uri:subscriberid',
  'uri:simserial',
  'uri:phonenumber',
  'uri:username',
  'uri:email',
];

const LEFT_OUT = [
  'image',
  'photo',
  'picture',
  'signature',
  'draw',
  'annotate',
  'audio',
  'video',
  'file',
  'add image prompt',
  'add photo prompt',
  'add audio prompt',
  'add video prompt',
  'add file prompt',
  'q picture',
  'q image',
  'q audio',
  'q video',
  'geotrace',
  'geoshape',
  'gps trace',
  'gps shape',
  'osm',
  'xml-external',
  'csv-external',
  'entity',
];

/** Longest first: "select one from" begins like "select one". */
const CHOICES: readonly (readonly [string, boolean])[] = [
  ['add select multiple prompt using', true],
  ['add select one prompt using', false],
  ['select all that apply from', true],
  ['select multiple from', true],
  ['select all that apply', true],
  ['select one from', false],
  ['select multiple', true],
  ['select one', false],
  ['select1', false],
];

const OTHER = /\s+or\s+(?:specify\s+)?other$/;

export function kindOf(type: string): Kind {
  // Names of lists keep their underscores and capitals; the words around them do not matter.
  const spaced = type.trim().replace(/\s+/g, ' ');
  const words = spaced.toLowerCase();
  const loose = words.replaceAll('_', ' ');
  const around = /^(begin|end)[ _-]?(group|repeat|lgroup|looped[ _]group|loop)\b/.exec(words);
  if (around !== null) {
    return {
      is: 'around',
      edge: around[1] as 'begin' | 'end',
      of: around[2] === 'group' ? 'group' : 'repeat',
    };
  }
  if (
    /^select[ _](one|multiple)[ _]from[ _]file\b/.test(words) ||
    /^select[ _]one[ _]external\b/.test(words)
  ) {
    return { is: 'leftOut', why: 'fileLeftOut' };
  }
  if (/^(rank|odk:rank|cascading[ _]select)\b/.test(words)) return { is: 'leftOut', why: 'typeLeftOut' };
  for (const [alias, many] of CHOICES) {
    if (!loose.startsWith(`${alias} `)) continue;
    const rest = spaced.slice(alias.length + 1);
    const other = OTHER.test(rest.toLowerCase().replaceAll('_', ' '));
    const list = other ? rest.slice(0, rest.toLowerCase().replaceAll('_', ' ').search(OTHER)) : rest;
    return list.includes('${') ? { is: 'leftOut', why: 'typeLeftOut' } : { is: 'choice', many, list, other };
  }
  const kind = Object.hasOwn(WORDS, loose) ? WORDS[loose] : undefined;
  if (kind !== undefined) return { is: 'question', kind };
  if (DEVICE.includes(words) || DEVICE.includes(loose)) return { is: 'leftOut', why: 'deviceLeftOut' };
  if (LEFT_OUT.includes(words) || LEFT_OUT.includes(loose)) return { is: 'leftOut', why: 'typeLeftOut' };
  return { is: 'unknown' };
}
