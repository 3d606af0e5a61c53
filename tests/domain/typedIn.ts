/** Owns turning a finished report into the answers somebody would give to the full form to make it; never used by the product. */
import type { Json } from '../../src/domain/bounded.ts';
import { type Draft, emptyDraft, setFull } from '../../src/domain/draft.ts';
import { blocksOf } from '../../src/domain/form/fullWhen.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from '../../src/domain/report.ts';
import { NOW } from './samples.ts';

/** Members that no person gives: the form, the device or a coordinator writes them. */
export const AUTOMATIC = [
  'id',
  'schema_version',
  'fictional',
  'form',
  'local_ref',
  'ref',
  'status',
  'created_at',
  'updated_at',
  'sent_at',
  'monitor',
  'org',
  'verification',
  'follow_ups',
  'outputs',
  'audit',
];

const without = (value: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

function act(one: JsonObject, fields: ReportFields): JsonObject {
  const details = objectAt(one, 'details');
  const [block] = blocksOf(one, fields);
  const { judge_seen: seen, ...rest } = details;
  const inside: JsonObject =
    seen === 'no' ? { ...rest, _judge: 'no' } : seen === undefined ? rest : { ...rest, judge_seen: seen };
  return {
    ...without(one, ['details']),
    ...(block === undefined || Object.keys(details).length === 0 ? {} : { details: { [block]: inside } }),
  };
}

function place(given: JsonObject): JsonObject {
  const { lat, lon, ...rest } = given;
  return {
    ...rest,
    ...(lat === undefined && lon === undefined ? {} : { _point: { lat: lat ?? 0, lon: lon ?? 0 } }),
  };
}

const joined = (value: Json | undefined): Json | undefined =>
  Array.isArray(value) ? value.join('\n') : value;

/** The answers to the full form that say the same as these fields. */
export function typedIn(fields: ReportFields): JsonObject {
  const event = objectAt(fields, 'event');
  const { time, ...when } = event;
  const risk = objectAt(fields, 'risk');
  const answers: { [name: string]: Json | undefined } = {
    ...without(fields, AUTOMATIC),
    acts: objectsAt(fields, 'acts').map((one) => act(one, fields)),
    event: {
      ...when,
      ...(typeof time !== 'string' ? {} : /^\d/.test(time) ? { time } : { _part: time }),
    },
    place: place(objectAt(fields, 'place')),
    persons: objectsAt(fields, 'persons').map((person) => {
      const aliases = joined(person['aliases']);
      return { ...person, ...(aliases === undefined ? {} : { aliases }) };
    }),
    perpetrators: objectsAt(fields, 'perpetrators').map((one) => ({
      ...one,
      ...(Array.isArray(one['acts']) ? { acts: one['acts'].map(String) } : {}),
    })),
    evidence: objectsAt(fields, 'evidence').map((one) => ({
      ...without(one, ['file', 'custody']),
      ...(Object.hasOwn(one, 'file') ? { _attached: 'yes' } : {}),
    })),
    risk: Object.fromEntries(
      Object.entries(risk).map(([name, level]) => [name, typeof level === 'number' ? String(level) : level]),
    ),
    tags: joined(fields['tags']),
    cases: joined(fields['cases']),
  };
  return Object.fromEntries(
    Object.entries(answers).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

/** A draft in the full form with these answers, its files attached. */
export function draftOf(fields: ReportFields): Draft {
  const draft = emptyDraft({
    id: textAt(fields, 'id') ?? '',
    localRef: textAt(fields, 'local_ref') ?? 'ZKZ73',
    lang: 'ru',
    country: 'KZ',
    now: NOW,
  });
  const attachments = objectsAt(fields, 'evidence').flatMap((one) => {
    const file = objectAt(one, 'file');
    return textAt(file, 'name') === null
      ? []
      : [
          {
            id: textAt(one, 'id') ?? '',
            kind: 'file' as const,
            name: textAt(file, 'name') ?? '',
            mime: textAt(file, 'mime') ?? '',
            bytes: Number(file['bytes']),
            sha256: textAt(file, 'sha256'),
            title: '',
            description: '',
            method: 'other',
            showsPeople: 'notAsked' as const,
            captured: null,
          },
        ];
  });
  return setFull({ ...draft, attachments }, typedIn(fields), NOW);
}
