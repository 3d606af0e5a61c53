/** Owns the proof of who may found, publish and sign in: set-up codes, successors, sessions. */
import { describe, expect, it } from 'vitest';
import { boxManifest, openManifestBox } from '../../src/crypto/manifestBox.ts';
import { manifestHash } from '../../src/crypto/manifestCheck.ts';
import { createSigningKey, sign } from '../../src/crypto/minisign.ts';
import { drawCode, hashCode } from '../../src/server/meta.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { encodePublishRequest, paths, sessionText } from '../../src/wire/endpointApi.ts';
import type { Manifest } from '../../src/wire/manifest.ts';
import { memberKey, readKey, recipientFor, roots, signedBy } from '../crypto/organisation.ts';
import { must, sodium } from '../crypto/setup.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestClock, createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  bearer,
  codeIn,
  firstManifest,
  foundOrganisation,
  foundRequest,
  type Organisation,
  openSession,
  postJson,
} from './parties.ts';

const outcome = async (reply: Response) => [reply.status, reply.ok ? 'ok' : await codeIn(reply)];

describe('set-up codes', () => {
  it('[EP2] are 100 bits in letters that nobody mixes up', () => {
    const codes = Array.from({ length: 200 }, () => drawCode(realRng));
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(new Set(codes).size).toBe(200);
    expect(hashCode(' abc1o ')).toBe(hashCode('ABC-L0'));
    expect(hashCode('ABC10')).not.toBe(hashCode('ABC11'));
  });

  it('[EP2] count once, also when eight organisations come at the same time; a new one is offered', async () => {
    const disk = createMemoryDisk();
    const endpoint = await createTestEndpoint({ disk });
    const code = endpoint.setupCode();
    expect(new TextDecoder().decode(disk.bytesOf('setup-code'))).toBe(`${code}\n`);
    const manifests = Array.from({ length: 8 }, () => firstManifest(endpoint, endpoint.receiptKey));
    const ask = (manifest: Manifest) =>
      endpoint.ask(paths.orgs, foundRequest(code, signedBy(manifest), manifest.org));
    const outcomes = await Promise.all((await Promise.all(manifests.map(ask))).map(outcome));
    expect(outcomes.filter(([status]) => status === 201)).toHaveLength(1);
    expect(outcomes.filter(([, code]) => code === 'setupCodeUsed')).toHaveLength(7);
    const winner = manifests[outcomes.findIndex(([status]) => status === 201)] as Manifest;
    const again = await ask(winner);
    expect([again.status, await again.json()]).toEqual([201, { org: winner.org, version: 1 }]);
    const next = endpoint.setupCode();
    expect(next).not.toBe(code);
    expect(new TextDecoder().decode(disk.bytesOf('setup-code'))).toBe(`${next}\n`);
    const second = firstManifest(endpoint, endpoint.receiptKey);
    const typed = next.toLowerCase().replaceAll('-', ' ');
    expect(
      await outcome(await endpoint.ask(paths.orgs, foundRequest(typed, signedBy(second), second.org))),
    ).toEqual([201, 'ok']);
  });

  it('[EP2] a wrong code, an unsigned manifest or a taken organisation founds nothing and uses nothing up', async () => {
    const endpoint = await createTestEndpoint();
    const { org } = await foundOrganisation(endpoint, endpoint.setupCode());
    const code = endpoint.setupCode();
    const manifest = firstManifest(endpoint, endpoint.receiptKey);
    const ask = (given: string, of: Manifest, signers = roots) =>
      endpoint.ask(paths.orgs, foundRequest(given, signedBy(of, signers), of.org)).then(outcome);
    expect(await ask(drawCode(realRng), manifest)).toEqual([403, 'setupCodeWrong']);
    expect(await ask(code, manifest, [])).toEqual([403, 'manifestUnsigned']);
    expect(await ask(code, firstManifest(endpoint, endpoint.receiptKey, org))).toEqual([409, 'orgTaken']);
    expect(await ask(code, { ...manifest, version: 2, prev: '00'.repeat(32) })).toEqual([
      409,
      'manifestForked',
    ]);
    expect(await ask(code, { ...manifest, late: manifest.recovery })).toEqual([422, 'manifestKeyReused']);
    expect(endpoint.setupCode()).toBe(code);
    expect(await ask(code, manifest)).toEqual([201, 'ok']);
  });

  it('[EP2] the code in the file stays good over a restart', async () => {
    const disk = createMemoryDisk();
    const first = await createTestEndpoint({ disk });
    const second = await createTestEndpoint({ disk, rows: first.rows });
    expect(second.setupCode()).toBe(first.setupCode());
    expect(second.receiptKey).toBe(first.receiptKey);
    await disk.unlink('setup-code');
    const third = await createTestEndpoint({ disk, rows: first.rows });
    expect(third.setupCode()).not.toBe(first.setupCode());
    const manifest = firstManifest(third, third.receiptKey);
    const old = await third.ask(
      paths.orgs,
      foundRequest(first.setupCode(), signedBy(manifest), manifest.org),
    );
    expect(await outcome(old)).toEqual([403, 'setupCodeWrong']);
  });
});

describe('manifests', () => {
  async function successor(before: Manifest, change: Partial<Manifest> = {}): Promise<Manifest> {
    const prev = await manifestHash(signedBy(before).manifest);
    return { ...before, version: before.version + 1, prev, ...change };
  }
  const publish = (
    endpoint: TestEndpoint,
    { org, token }: Organisation,
    manifest: Manifest,
    signers = roots,
  ) => {
    const signed = signedBy(manifest, signers);
    const box = boxManifest({ sodium, rng: realRng }, { readKey, org, signed });
    return endpoint.ask(paths.manifest(org), postJson(encodePublishRequest({ signed, box }), token));
  };

  it('S8 [EP3] [MAN4] [MAN5] only the next version is taken, from a member, and every version is kept', async () => {
    const endpoint = await createTestEndpoint();
    const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
    const { manifest: first, org } = organisation;
    const second = await successor(first, { name: 'Second name (fictional)' });
    const wrong: [Manifest, (typeof roots)[number][] | undefined, unknown[]][] = [
      [second, [], [403, 'manifestUnsigned']],
      [{ ...second, version: 3 }, undefined, [409, 'manifestForked']],
      [{ ...second, prev: '00'.repeat(32) }, undefined, [409, 'manifestForked']],
      [{ ...first, name: 'Forked (fictional)' }, undefined, [409, 'manifestForked']],
      [{ ...second, org: '00'.repeat(16) }, undefined, [403, 'manifestForeign']],
      [{ ...second, roots: [roots[2]!.publicKey] }, [roots[2]!], [403, 'manifestUnsigned']],
    ];
    for (const [manifest, signers, due] of wrong) {
      expect(await outcome(await publish(endpoint, organisation, manifest, signers))).toEqual(due);
    }
    expect(
      await outcome(await publish(endpoint, { ...organisation, token: 'ab'.repeat(32) }, second)),
    ).toEqual([401, 'sessionRefused']);
    expect(await outcome(await publish(endpoint, organisation, second))).toEqual([200, 'ok']);
    expect(await outcome(await publish(endpoint, organisation, second))).toEqual([200, 'ok']);
    expect(await outcome(await publish(endpoint, organisation, first))).toEqual([409, 'manifestOlder']);
    for (const [path, version] of [
      [paths.manifest(org), 2],
      [paths.manifest(org, 1), 1],
      [paths.manifest(org, 2), 2],
    ] as const) {
      const box = new Uint8Array(await (await endpoint.ask(path)).arrayBuffer());
      const opened = must(openManifestBox(sodium, { readKey, org, box }));
      expect(JSON.parse(new TextDecoder().decode(opened.manifest))).toMatchObject({ version });
    }
    expect((await endpoint.ask(paths.manifest(org, 3))).status).toBe(404);
  });

  it('[EP3] a version that no engine can count to is not found', async () => {
    const endpoint = await createTestEndpoint();
    const { org } = await foundOrganisation(endpoint, endpoint.setupCode());
    const asked: number[] = [];
    // PostgreSQL would refuse to compare with it; here it is enough that no row is asked for.
    const rows = endpoint.rows.withPlugin({
      transformQuery: ({ node }) => {
        const text = JSON.stringify(node);
        if (text.includes('2147483648')) asked.push(1);
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const watched = await createTestEndpoint({ rows });
    for (const version of ['2147483648', '999999999999999']) {
      const reply = await watched.ask(`${paths.manifest(org)}/${version}`);
      expect([reply.status, await codeIn(reply)]).toEqual([404, 'notFound']);
    }
    expect(asked).toEqual([]);
  });

  it('S8 [EP3] of several successors at the same time one is taken', async () => {
    const endpoint = await createTestEndpoint();
    const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
    const rivals = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        successor(organisation.manifest, { name: `Rival ${i} (fictional)` }),
      ),
    );
    const replies = await Promise.all(rivals.map((rival) => publish(endpoint, organisation, rival)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });

  it('[EP4] a member whom the new manifest does not name is out at once', async () => {
    const endpoint = await createTestEndpoint();
    const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
    const other = createSigningKey(sodium, realRng);
    const members = [
      { pseudonym: 'Other', sign: other.publicKey, seal: recipientFor('other'), roles: ['admin'] },
    ];
    const manifest = await successor(organisation.manifest, { members });
    expect((await publish(endpoint, organisation, manifest)).status).toBe(200);
    const inbox = paths.inbox(organisation.org, 0, 1);
    expect(await outcome(await endpoint.ask(inbox, bearer(organisation.token)))).toEqual([
      401,
      'sessionRefused',
    ]);
    const token = await openSession(endpoint, organisation.org, other);
    expect((await endpoint.ask(inbox, bearer(token))).status).toBe(200);
  });
});

describe('sessions', () => {
  it('[EP4] [SIG1] want a fresh nonce of this organisation, our URL, a member, and the right purpose', async () => {
    const clock = createTestClock();
    const endpoint = await createTestEndpoint({ clock });
    const { org, token } = await foundOrganisation(endpoint, endpoint.setupCode());
    const second = await foundOrganisation(endpoint, endpoint.setupCode());
    const nonceOf = async (of: string) =>
      ((await (await endpoint.ask(paths.nonce(of), { method: 'POST' })).json()) as { nonce: string }).nonce;
    const open = async (nonce: string, text: Uint8Array, key = memberKey, member = key.publicKey) => {
      const signature = sign(sodium, 'tumar-session/1', text, key.secret);
      return endpoint.ask(paths.session(org), postJson({ member, nonce, signature })).then(outcome);
    };
    const refused = [401, 'sessionRefused'];
    const nonce = await nonceOf(org);
    expect(await open(nonce, sessionText(org, endpoint.url, nonce))).toEqual([200, 'ok']);
    expect(await open(nonce, sessionText(org, endpoint.url, nonce))).toEqual(refused);
    const foreign = await nonceOf(second.org);
    expect(await open(foreign, sessionText(org, endpoint.url, foreign))).toEqual(refused);
    const elsewhere = await nonceOf(org);
    expect(await open(elsewhere, sessionText(org, 'http://other.example', elsewhere))).toEqual(refused);
    const swapped = await nonceOf(org);
    expect(await open(swapped, sessionText(second.org, endpoint.url, swapped))).toEqual(refused);
    const stranger = await nonceOf(org);
    expect(
      await open(stranger, sessionText(org, endpoint.url, stranger), createSigningKey(sodium, realRng)),
    ).toEqual(refused);
    const claimed = await nonceOf(org);
    const text = sessionText(org, endpoint.url, claimed);
    expect(await open(claimed, text, createSigningKey(sodium, realRng), memberKey.publicKey)).toEqual(
      refused,
    );
    const asManifest = await nonceOf(org);
    const bytes = utf8(`{"purpose":"tumar-manifest/1","n":"${asManifest}"}`);
    const signature = sign(sodium, 'tumar-manifest/1', bytes, memberKey.secret);
    const reply = await endpoint.ask(
      paths.session(org),
      postJson({ member: memberKey.publicKey, nonce: asManifest, signature }),
    );
    expect(await outcome(reply)).toEqual(refused);
    const old = await nonceOf(org);
    clock.move(301_000);
    expect(await open(old, sessionText(org, endpoint.url, old))).toEqual(refused);

    const inbox = (of: string, given: string) =>
      endpoint.ask(paths.inbox(of, 0, 1), bearer(given)).then(outcome);
    expect(await inbox(org, token)).toEqual([200, 'ok']);
    expect(await inbox(second.org, token)).toEqual(refused);
    expect(await outcome(await endpoint.ask(paths.inbox(org, 0, 1)))).toEqual([401, 'sessionMissing']);
    clock.move(8 * 3_600_000);
    expect(await inbox(org, token)).toEqual(refused);
  });
});
