/** Owns `tumar inbox`: a folder a report. Must never run or trust what it received. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { capturesOf, isCapture } from '../../domain/capture.ts';
import { type ReportFields, textAt } from '../../domain/report.ts';
import { createInbox, type Inbox, type ReportView } from '../../inbox/inbox.ts';
import type { AttachmentVerification } from '../../inbox/verification.ts';
import { parseJsonObject } from '../../wire/shape.ts';
import { safeName } from '../files/safeName.ts';
import { type CliIo, EXIT, guarded, say, Unusable } from '../io.ts';
import { EXIT_HELP, refuse, report } from '../outcome.ts';
import { readTextIfThere, withLock, writeDurably } from '../platform.ts';
import { createCopies, openRows } from './inboxFolder.ts';
import { createMemberBox, readMember } from './memberFile.ts';
import { networkDeps } from './networkDeps.ts';

const HELP = `tumar inbox --member FILE --out DIR [--ack] [--json]

Fetches everything new, opens and verifies it, and writes a folder a report into DIR: report.json (the fields),
verification.json (author, manifest, attachments, gaps), and the attachments with their true bytes. Running it again
changes nothing that is there. A device whose words were not confirmed is flagged (notConfirmed), not refused.
Sealed copies and a journal are kept in DIR/.sealed and DIR/.inbox.jsonl.

  --ack    publish acknowledgements: "read" for each report opened, "complete" when all its attachments matched.
           Only "complete" lets the device remove its copy.
  --json   print one object with a line for each report

${EXIT_HELP}`;

export function runInbox(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values } = parseArgs({
      args,
      options: {
        member: { type: 'string' },
        out: { type: 'string' },
        ack: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    const { member, out } = values;
    if (member === undefined || out === undefined)
      throw new Unusable('inbox needs --member FILE and --out DIR');
    const folder = resolve(io.cwd, out);
    return withLock(resolve(io.cwd, `${member}.lock`), () =>
      collectInto(io, { member, folder, ack: values.ack ?? false, json: values.json ?? false }),
    );
  });
}

type Ask = {
  readonly member: string;
  readonly folder: string;
  readonly ack: boolean;
  readonly json: boolean;
};

async function collectInto(io: CliIo, { member: name, folder, ack, json }: Ask): Promise<number> {
  const member = await readMember(io, name);
  if (!member.ok) return refuse(io, json, member);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const box = createMemberBox(io, name, member.value);
  const rows = await openRows(folder);
  const created = createInbox({
    ...(await networkDeps()),
    member: member.value,
    box,
    rows,
    copies: createCopies(folder),
  });
  if (!created.ok) return refuse(io, json, created);
  const inbox = created.value;
  // The chains first: a row that is stored while its chain did not move would show a gap for ever.
  const keep = async (): Promise<void> => {
    await box.flush();
    await rows.flush();
  };
  const collected = await inbox.collect();
  await keep();
  const into = { io, folder, inbox, holders: await readHolders(folder) };
  const written: Written[] = [];
  for (const row of await inbox.items()) {
    const viewed = await inbox.view(row);
    // A copy that was damaged on this disk; the others go on.
    if (!viewed.ok) await say(io.stderr, `tumar: ${viewed.code}: ${row.parcel}\n`);
    else written.push(await writeReport(into, viewed.value));
  }
  await keep();
  const acknowledged = ack ? await inbox.acknowledge(written.map(({ view }) => view)) : undefined;
  await keep();
  const quarantined = await inbox.quarantine();
  const fault = !collected.ok
    ? collected
    : acknowledged !== undefined && !acknowledged.ok
      ? acknowledged
      : undefined;
  const lines = written.map(({ name: report, view }) => lineOf(report, view, linksOf(view, written)));
  for (const row of quarantined)
    if (row.found.kind === 'quarantined') lines.push(`quarantined  ${row.found.code}  ${row.parcel}`);
  if (!json || fault === undefined) {
    await report(
      io,
      json,
      {
        reports: written.map(({ name: report, view }) => {
          return { folder: report, ...shown(view), ...linksOf(view, written) };
        }),
        quarantined: quarantined.map(({ parcel, found }) => ({ parcel, ...found })),
        fresh: collected.ok ? collected.value.fresh : 0,
        published: acknowledged?.ok ? acknowledged.value.published : 0,
      },
      lines,
    );
  }
  return fault === undefined ? EXIT.done : refuse(io, json, fault);
}

/** The first ten; verification.json has them all. */
const shortList = (numbers: readonly number[]): string =>
  numbers.slice(0, 10).join(',') + (numbers.length > 10 ? `… (${numbers.length})` : '');

type Links = {
  /** Captures that it says belong to it, and the folders of those that are here. */
  readonly captures?: readonly { readonly code: string; readonly folders: readonly string[] }[];
  /** Of a capture: the folders of reports that name it. */
  readonly namedBy?: readonly string[];
};

/** Which capture and which report name each other; a claim, no proof. [REP9] */
function linksOf({ report: { fields } }: ReportView, all: readonly Written[]): Links {
  const folders = (wanted: (fields: ReportFields) => boolean): string[] =>
    all.filter(({ view }) => wanted(view.report.fields)).map(({ name }) => name);
  if (isCapture(fields)) {
    const own = textAt(fields, 'local_ref') ?? '';
    return { namedBy: folders((other) => !isCapture(other) && capturesOf(other).includes(own)) };
  }
  const named = capturesOf(fields);
  if (named.length === 0) return {};
  return {
    captures: named.map((code) => ({
      code,
      folders: folders((other) => isCapture(other) && textAt(other, 'local_ref') === code),
    })),
  };
}

function lineOf(name: string, { report, verification }: ReportView, links: Links): string {
  const { author, attachments, manifest, conflicts } = verification;
  const arrived = attachments.filter(({ state }) => state === 'matched').length;
  const notes = [
    isCapture(report.fields) ? 'captured while locked' : '',
    `attachments ${arrived}/${attachments.length}`,
    manifest.known ? '' : 'manifest unknown',
    author.gaps.length > 0 ? `gaps ${shortList(author.gaps)}` : '',
    author.forced ? 'written under force' : '',
    author.alarm === 'none' ? '' : author.alarm,
    conflicts.length > 0 ? 'conflict' : '',
    ...(links.captures ?? []).map(
      ({ code, folders }) => `names capture ${folders.length > 0 ? folders.join(' ') : `${code} (not here)`}`,
    ),
    ...(links.namedBy ?? []).map((folder) => `named by ${folder}`),
  ];
  return `${name}  ${author.verdict}  ${notes.filter((note) => note !== '').join('  ')}`;
}

type Written = { readonly name: string; readonly view: ReportView };
type Matched = Extract<AttachmentVerification, { state: 'matched' }>;
type Into = {
  readonly io: CliIo;
  readonly folder: string;
  readonly inbox: Inbox;
  readonly holders: Map<string, string>;
};

/** Short code and the first 8 hex digits of the id. */
function nameOf({ fields, id }: ReportView['report']): string {
  const code = textAt(fields, 'local_ref') ?? '';
  return `${/^[A-Z0-9]{5}$/.test(code) ? code : 'XXXXX'}-${id.slice(0, 8)}`;
}

/**
 * The folder of the report with hash `line`: `name`, or where another report has that, with four more digits of its hash,
 * or with all of them. `holder`: the hash of the report that a folder holds; no other may ever be written into it. [REP5]
 */
export function folderFor(
  name: string,
  line: string,
  holder: (folder: string) => string | undefined,
): string {
  const names = [name, `${name}-${line.slice(0, 4)}`, `${name}-${line}`];
  const own = names.find((each) => holder(each) === line);
  return own ?? names.find((each) => holder(each) === undefined) ?? `${name}-${line}`;
}

/** Which report each folder holds, as its verification.json says. */
async function readHolders(folder: string): Promise<Map<string, string>> {
  const holders = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const text = await readTextIfThere(join(folder, entry.name, 'verification.json'));
    const line = text === undefined ? undefined : parseJsonObject(text)?.['line'];
    if (typeof line === 'string') holders.set(entry.name, line);
  }
  return holders;
}

/** Leaves a file alone that holds these bytes already. */
async function writeIfNew(path: string, text: string): Promise<void> {
  if ((await readTextIfThere(path)) !== text) await writeDurably(path, text);
}

/** Writes a report and its attachments; one whose copy was damaged on this disk is told and counts as mismatched. */
async function writeReport(
  { io, folder, inbox, holders }: Into,
  { report, verification }: ReportView,
): Promise<Written> {
  const name = folderFor(nameOf(report), verification.line, (other) => holders.get(other));
  holders.set(name, verification.line);
  const target = join(folder, name);
  await mkdir(target, { recursive: true, mode: 0o700 });
  await writeIfNew(join(target, 'report.json'), `${JSON.stringify(report.fields, null, 2)}\n`);
  const attachments: AttachmentVerification[] = [];
  for (const [index, attachment] of verification.attachments.entries()) {
    const file = join(target, safeName(attachment.entry.name, index));
    const fault = attachment.state === 'matched' ? await writeAttachment(inbox, attachment, file) : undefined;
    if (fault !== undefined) await say(io.stderr, `tumar: ${file}: ${fault}\n`);
    const { entry } = attachment;
    attachments.push(
      fault === undefined || attachment.state !== 'matched'
        ? attachment
        : { entry, state: 'mismatched', parcel: attachment.parcel, code: fault },
    );
  }
  const complete = attachments.every(({ state }) => state === 'matched');
  const view = { report, verification: { ...verification, attachments, complete } };
  await writeIfNew(join(target, 'verification.json'), `${JSON.stringify(shown(view), null, 2)}\n`);
  return { name, view };
}

/** The verification with the name of each file here; without tails, which only this member may know. */
function shown({ report: { form }, verification }: ReportView): object {
  const attachments = verification.attachments.map((attachment, index) => ({
    ...attachment.entry,
    state: attachment.state,
    ...(attachment.state === 'mismatched' ? { code: attachment.code } : {}),
    file: attachment.state === 'matched' ? safeName(attachment.entry.name, index) : null,
  }));
  return { ...verification, form, attachments };
}

/** Undefined when the true bytes are there, else the code that tells why not. */
async function writeAttachment(
  inbox: Inbox,
  { parcel, entry }: Matched,
  path: string,
): Promise<string | undefined> {
  // It got its name only after it was compared whole.
  if ((await stat(path).catch(() => undefined))?.size === entry.size) return undefined;
  const partial = `${path}.${randomUUID()}.partial`;
  const file = await open(partial, 'wx', 0o600);
  try {
    const extracted = await inbox.extract(parcel, entry, async (piece) => void (await file.writeFile(piece)));
    if (!extracted.ok) return extracted.code;
    await file.sync();
    await rename(partial, path);
    return undefined;
  } finally {
    await file.close();
    await rm(partial, { force: true });
  }
}
