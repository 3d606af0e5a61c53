/** Owns the shape of a report as the JSON Schema and the field list of DOMAIN §2.13 say; must never check meaning. */
import { SHORT_CODE } from '../localRef.ts';
import { isOwnCode, MOST_OWN_CODES, OWN_AGENCY } from '../ownCodes.ts';
import {
  code,
  date,
  day,
  either,
  flag,
  id,
  instant,
  list,
  object,
  oneOf,
  type Shape,
  text,
  whole,
} from './shape.ts';

const INFINITE = Number.POSITIVE_INFINITY;
const range = (rule: 'F01' | 'V17' = 'F01'): Shape =>
  object({ min: whole(0, INFINITE, rule), max: whole(0, INFINITE, rule) }, ['min', 'max']);
const riskLevel = whole(0, 4);
/** A member that says nothing: some programs write it for "not known". */
const nothing = oneOf(null);

const act = object(
  {
    // The type itself is V01's matter.
    primary: flag,
    victims: list(id),
    start: date,
    end: date,
    methods: list(text(12, { form: /^\d{12}$/ })),
    stated_reason: text(2000),
    status_after: code('victimStatuses'),
    physical: text(5000),
    psychological: text(5000),
    details: object({}),
    legal_basis: list(object({ law: text(200), article: text(120) }, ['law'])),
  },
  ['type', 'primary', 'victims'],
);

const event = object({
  start: date,
  end: date,
  ongoing: flag,
  time: text(20),
  summary: text(500, { points: 1500 }),
  narrative: text(200_000, { points: 400_000 }),
  context: text(20_000),
  impact: text(20_000),
});

const place = object({
  country: text(2, { form: /^[A-Z]{2}$/ }),
  // The region is V09's matter, coordinates are V10's.
  district: text(80),
  locality: text(120),
  site_type: code('siteTypes'),
  site_name: text(160),
  precision: code('precisions'),
  online: flag,
});

const name = object(
  {
    script: oneOf('Cyrl', 'Latn', 'Arab'),
    lang: text(12),
    full: text(200),
    family: text(100),
    given: text(100),
    patronymic: text(100),
    primary: flag,
  },
  ['script', 'full'],
);

const years = either(whole(0, 200), nothing);
const detention = object({
  place: text(200),
  since: date,
  charge: text(500),
  sentence_years: years,
  sentence_months: either(whole(0, 2400), nothing),
  release_due: either(date, day),
});

const person = object(
  {
    id,
    kind: code('personKinds'),
    roles: list(oneOf('victim', 'witness', 'source', 'relative', 'lawyer', 'perpetrator'), { min: 1 }),
    anonymity: oneOf('named', 'pseudonym', 'anonymous'),
    label: text(60),
    names: list(name),
    sex: code('sexes'),
    birth: date,
    age: range('V17'),
    age_group: code('ageGroups'),
    occupation: list(code('occupations')),
    characteristics: list(code('characteristics')),
    is_hrd: oneOf('yes', 'no', 'unknown'),
    hrd_sectors: list(code('hrdSectors')),
    aliases: list(text(120)),
    citizenship: list(text(9, { form: /^([A-Z]{2}|stateless)$/ }), { unique: true }),
    affiliation: text(160),
    ethnicity: text(60),
    religion: text(60),
    contact: text(200),
    status_now: code('victimStatuses'),
    status_at: date,
    detention,
    health: text(500),
    relations: list(object({ to: id, type: text(60) }, ['to'])),
    consent: id,
  },
  ['id', 'kind', 'roles', 'anonymity', 'label'],
);

const people = whole(0, 1_000_000, 'V13');
const group = object({
  count_exact: people,
  min: people,
  max: people,
  women: people,
  men: people,
  minors: people,
  description: text(500),
  estimated_by: text(120),
});

/** What an organisation calls a code of its own. [REP11] */
const ownCodes = list(
  (value, path, tell) => {
    if (!isOwnCode(value)) tell('F01', path, 'wrongForm');
  },
  { max: MOST_OWN_CODES },
);

const perpetrator = object(
  {
    type: either(code('perpetrators'), text(24, { form: OWN_AGENCY })),
    agency: text(160),
    name: text(120),
    description: text(500),
    count: range(),
    involvement: code('involvement'),
    acts: list(whole(0, INFINITE)),
    confidence: oneOf('certain', 'probable', 'presumed'),
  },
  ['type'],
);

const source = object(
  {
    type: code('sourceTypes'),
    person: id,
    reliability: code('reliability'),
    credibility: code('credibility'),
    received: date,
    interview_language: text(12),
    interpreter: flag,
    notes: text(5000),
  },
  ['type'],
);

const evidence = object(
  {
    id,
    type: code('evidenceTypes'),
    title: text(120),
    description: text(2000),
    method: code('evidenceMethods'),
    shows_people: oneOf('none', 'consenting', 'identifiable'),
    checks: list(code('evidenceChecks')),
    captured: date,
    // http(s) only, and never opened by anything of ours.
    url: text(2000, { form: /^https?:\/\/\S+$/i }),
    obtained_from: text(60),
    original_at: text(300),
    consent: id,
    file: object({ sha256: text(64, { form: /^[0-9a-f]{64}$/ }), bytes: whole(0, INFINITE) }, [
      'name',
      'mime',
      'bytes',
      'sha256',
    ]),
    custody: list(object({ action: code('custodyActions') }, ['at', 'actor', 'action'])),
  },
  ['id', 'type', 'title', 'method', 'shows_people', 'consent', 'custody'],
);

const consent = object(
  {
    id,
    preset: code('presets'),
    uses: list(code('uses'), { unique: true }),
    name_form: code('nameForms'),
    given_by: code('givenBy'),
    method: code('consentMethods'),
    date,
    language: text(12),
    informed: list(code('informed')),
    conditions: text(2000),
    review_on: day,
    withdrawn_at: instant,
  },
  ['id', 'preset', 'uses', 'name_form', 'given_by', 'date', 'informed'],
);

const intervention = object(
  {
    type: code('interventions'),
    date,
    to: text(300),
    ref_no: text(120),
    status: code('interventionStatuses'),
    response: code('interventionResponses'),
    next: object({ what: text(300), due: day }),
  },
  ['type', 'date'],
);

const remedy = object({ body: text(200), date, ref: text(120), result: text(500) });
const followUp = object(
  {
    id,
    question: text(2000),
    field_path: text(200),
    asked_by: text(40),
    asked_at: instant,
    due: day,
    status: oneOf('open', 'answered', 'cannot', 'cancelled'),
    answer: text(5000),
  },
  ['question', 'status'],
);

const shortCode = text(5, { form: SHORT_CODE });
/** The phone knows other reports by their short codes only. */
const link = object({ report: either(id, shortCode), type: code('links'), note: text(500) }, [
  'report',
  'type',
]);
const language = oneOf('en', 'ru', 'kk', 'ky', 'tg', 'tk', 'uz-Latn', 'uz-Cyrl');

/** The whole report. Cross-field demands of the schema are in the rules beside this file. */
export const reportShape: Shape = object(
  {
    id,
    schema_version: oneOf('1.0.0'),
    fictional: flag,
    form: oneOf('short', 'full'),
    local_ref: shortCode,
    ref: text(12, { form: /^[A-Z]{2}-\d{4}-\d{4}$/ }),
    status: code('reportStatuses'),
    title: text(160),
    language,
    created_at: text(30),
    updated_at: text(30),
    sent_at: (value, path, tell) => {
      if (value !== null && typeof value !== 'string') tell('F01', path, 'wrongKind');
    },
    monitor: text(40),
    org: text(40),
    urgency: object({ level: code('urgency'), reason: text(300), deadline: instant }, ['level']),
    acts: list(act, { max: 20 }),
    event,
    themes: list(code('themes')),
    place,
    persons: list(person, { max: 500 }),
    victim_group: group,
    perpetrators: list(perpetrator, { min: 1 }),
    official_response: code('officialResponses'),
    sources: list(source, { min: 1 }),
    evidence: list(evidence, { max: 50 }),
    consents: list(consent, { min: 1 }),
    risk: object({
      victim: riskLevel,
      source: riskLevel,
      family: riskLevel,
      monitor: riskLevel,
      flags: list(code('riskFlags')),
      mitigation: text(2000),
    }),
    verification: object({
      status: code('verification'),
      by: list(text(40)),
      reasoning: text(5000),
    }),
    follow_ups: list(followUp),
    interventions: list(intervention),
    remedies: list(remedy),
    links: list(link),
    cases: list(text(60)),
    tags: list(text(40)),
    notes_internal: text(5000),
    outputs: list(object({ output: text(60), date: either(date, day, instant), kind: text(60) })),
    audit: list(object({})),
    extra: object({ form: text(200), version: text(100), answers: object({}) }, [
      'form',
      'version',
      'answers',
    ]),
    captures: list(shortCode, { max: 20, unique: true }),
    own_codes: ownCodes,
  },
  [
    'id',
    'schema_version',
    'form',
    'status',
    'language',
    'urgency',
    'acts',
    'event',
    'place',
    'perpetrators',
    'sources',
    'consents',
  ],
);

/** What was sealed before anybody could be asked: no rule about what, where or who can hold for it. [REP9] */
export const captureShape: Shape = object(
  {
    id,
    schema_version: oneOf('1.0.0'),
    form: oneOf('capture'),
    local_ref: shortCode,
    status: code('reportStatuses'),
    language,
    created_at: text(30),
    event,
    evidence: list(evidence, { max: 50 }),
    consents: list(consent),
  },
  ['id', 'schema_version', 'form', 'local_ref', 'language', 'created_at'],
);

/** What was sent about a report that the phone cannot read any more: only what is new or other. [REP10] */
export const additionShape: Shape = object(
  {
    id,
    schema_version: oneOf('1.0.0'),
    form: oneOf('addition'),
    local_ref: shortCode,
    status: code('reportStatuses'),
    language,
    created_at: text(30),
    about: object({ report: id, code: shortCode }, ['report']),
    kind: oneOf('correct', 'add', 'withdraw', 'consent'),
    reason: text(2000),
    whose: list(text(60), { max: 500 }),
    changes: list(object({ path: text(120) }, ['path', 'value']), { max: 200 }),
    add: object({
      acts: list(act, { max: 20 }),
      persons: list(person, { max: 500 }),
      perpetrators: list(perpetrator),
      sources: list(source),
      evidence: list(evidence, { max: 50 }),
      consents: list(consent),
      interventions: list(intervention),
      remedies: list(remedy),
      links: list(link),
    }),
    own_codes: ownCodes,
  },
  ['id', 'schema_version', 'form', 'language', 'created_at', 'about', 'kind'],
);
