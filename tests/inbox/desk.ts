/** Owns a coordinator and monitors around a real intake in memory. Must never skip a door. */
import { helloHash, inviteId } from '../../src/crypto/ack.ts';
import { type Chain, createChain } from '../../src/crypto/chain.ts';
import { bindOf, createFileKey } from '../../src/crypto/fileKey.ts';
import { writeHeader } from '../../src/crypto/header.ts';
import { parcelId, sealPayload } from '../../src/crypto/seal.ts';
import {
  type ReportRequest,
  reportRecipients,
  type SealedAttachment,
  type SealedReport,
  sealHello,
  sealReport,
} from '../../src/crypto/sealReport.ts';
import { dayOf } from '../../src/domain/ports.ts';
import { createInbox, type Inbox, type ReportView } from '../../src/inbox/inbox.ts';
import { createInvite } from '../../src/inbox/invites.ts';
import { type MemberState, manifestOf } from '../../src/inbox/member.ts';
import { createCharter, foundOrganisation } from '../../src/inbox/organisation.ts';
import type { Copies, InboxDeps, MemberBox, Rows, Send } from '../../src/inbox/ports.ts';
import { createSession } from '../../src/inbox/session.ts';
import { type Bytes, concat, toHex } from '../../src/wire/bytes.ts';
import { parseInvite } from '../../src/wire/invite.ts';
import { HELLO_WORDS, wordNumbers } from '../../src/wire/wordNumbers.ts';
import { collector, must, sha256Hex, sodium } from '../crypto/setup.ts';
import { createTestClock, createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import { createMemoryBox, createMemoryCopies, createMemoryRows } from '../fakes/inboxMemory.ts';
import { type Monitor, postJson, uploadWhole } from '../server/parties.ts';

export type Desk = {
  readonly endpoint: TestEndpoint;
  readonly deps: InboxDeps;
  readonly box: MemberBox;
  readonly rows: Rows;
  readonly copies: ReturnType<typeof createMemoryCopies>;
  readonly inbox: Inbox;
  readonly founded: MemberState;
};

/** `send` of the desk alone; the monitors reach the intake directly. */
export async function createDesk(tamper: (send: Send) => Send = (send) => send): Promise<Desk> {
  const clock = createTestClock();
  const endpoint = await createTestEndpoint({ clock });
  const deps: InboxDeps = { sodium, rng: realRng, clock, send: tamper((request) => endpoint.fetch(request)) };
  const ask = { code: endpoint.setupCode(), name: 'Steppe Watch', pseudonym: 'C1', endpoint: endpoint.url };
  const charter = must(await createCharter(deps, ask));
  must(await foundOrganisation(deps, charter));
  return openDesk(endpoint, deps, charter.member);
}

/** A desk with nothing but the member's keys, or with what it held before. */
export function openDesk(
  endpoint: TestEndpoint,
  deps: InboxDeps,
  member: MemberState,
  held: { readonly rows?: Rows; readonly copies?: Copies } = {},
): Desk {
  const [box, rows, copies] = [createMemoryBox(member), createMemoryRows(), createMemoryCopies()];
  const inbox = must(createInbox({ ...deps, member, box, rows, copies, ...held }));
  return { endpoint, deps, box, rows, copies, inbox, founded: member };
}

export type Phone = {
  readonly monitor: Monitor;
  readonly words: readonly number[];
  readonly chain: Chain;
  /** Uploads the hello, with somebody else's credential if told. */
  hello(by?: Monitor): Promise<void>;
};

export async function createPhone(
  desk: Desk,
  inviteText?: string,
): Promise<Phone & { readonly invite: string }> {
  const { endpoint, deps, box } = desk;
  const member = await box.read();
  let text = inviteText;
  if (text === undefined) {
    const created = must(await createInvite(deps, createSession(deps, member), member));
    await box.write(created.member);
    text = created.text;
  }
  const invite = must(parseInvite(text));
  const credential = realRng(32);
  const monitor = { org: invite.org, credential };
  await endpoint.ask(
    `/o/${invite.org}/v1/enrol`,
    postJson({ secret: toHex(invite.secret), credential: toHex(credential) }),
  );
  const chain = createChain(realRng);
  return {
    monitor,
    chain,
    invite: text,
    words: wordNumbers(await helloHash(chain.id, chain.key), HELLO_WORDS),
    async hello(by = monitor) {
      const manifest = manifestOf(await box.read());
      const day = dayOf(deps.clock.now());
      const id = await inviteId(invite.secret);
      const sealed = must(await sealHello({ sodium, rng: realRng, manifest, day, invite: id, chain }));
      await upload(desk, by, sealed.parcel, sealed.sealed);
    },
  };
}

export const upload = (desk: Desk, monitor: Monitor, parcel: string, file: Bytes): Promise<string> =>
  uploadWhole(desk.endpoint, monitor, { file, parcel, secret: toHex(realRng(16)) });

export async function seal(desk: Desk, change: Partial<ReportRequest>): Promise<SealedReport> {
  const member = await desk.box.read();
  const mark = member.manifests.at(-1);
  return must(
    await sealReport({
      sodium,
      rng: realRng,
      manifest: manifestOf(member),
      manifestHash: mark?.sha256 ?? '',
      day: dayOf(desk.deps.clock.now()),
      form: 'short/1',
      fields: { narrative: 'Invented' },
      attachments: [],
      chain: null,
      voids: [],
      ...change,
    }),
  );
}

export type Attached = {
  readonly attachment: SealedAttachment;
  readonly parcel: string;
  readonly file: Bytes;
};

export async function attach(desk: Desk, plain: Bytes, name = 'a.txt'): Promise<Attached> {
  const manifest = manifestOf(await desk.box.read());
  const fileKey = createFileKey(realRng);
  const out = collector();
  const { S } = manifest;
  const payload = await sealPayload({
    sodium,
    rng: realRng,
    fileKey,
    source: [plain],
    write: out.write,
    padFor: S,
  });
  const recipients = must(reportRecipients(manifest, dayOf(desk.deps.clock.now())));
  const header = must(await writeHeader({ sodium, rng: realRng, fileKey, recipients, S }));
  const attachment: SealedAttachment = {
    content: toHex(payload.content),
    bind: toHex(await bindOf(fileKey)),
    sha256: sha256Hex(plain),
    size: plain.length,
    type: 'text/plain',
    name,
    description: '',
    tail: payload.tail ?? new Uint8Array(0),
  };
  return { attachment, parcel: await parcelId(header, payload.content), file: concat(header, out.bytes()) };
}

/** Collects and opens everything. */
export async function readAll({ inbox }: Desk): Promise<readonly ReportView[]> {
  must(await inbox.collect());
  const views: ReportView[] = [];
  for (const row of await inbox.items()) views.push(must(await inbox.view(row)));
  return views;
}

export async function boardOf({ endpoint, founded }: Desk): Promise<readonly string[]> {
  const reply = await endpoint.ask(`/o/${founded.org}/v1/board?after=0`);
  const text = Buffer.from(await reply.arrayBuffer()).toString('hex');
  return text.match(/.{64}/g) ?? [];
}
