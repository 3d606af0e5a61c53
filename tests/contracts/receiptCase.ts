/** Owns the proof that others' minisign reads an endpoint's receipts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { encodePublicKeyFile } from '../../src/crypto/minisign.ts';
import { base64 } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { must } from '../crypto/setup.ts';
import { type Door, type Monitor, receiptOf, sealedFile, uploadWhole } from '../server/parties.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-doors-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** `at`: the door, once it is open, and a monitor of its organisation. */
export function receiptCase(at: () => { readonly door: Door; readonly monitor: Monitor }): void {
  it('S9 [UP4] [SIG1] stock minisign verifies the receipt', async () => {
    const { door, monitor } = at();
    const sealed = await sealedFile();
    await uploadWhole(door, monitor, sealed);
    const { receipt, signature } = await receiptOf(door, monitor.org, sealed.parcel);
    const { receiptKey } = (await (await door.ask(paths.endpoint)).json()) as { receiptKey: string };
    const folder = mkdtempSync(join(root, 'minisign-'));
    writeFileSync(join(folder, 'receipt'), must(base64.parse(receipt)));
    writeFileSync(join(folder, 'receipt.minisig'), signature);
    writeFileSync(join(folder, 'key.pub'), encodePublicKeyFile(receiptKey));
    const check = () =>
      spawnSync('minisign', ['-V', '-p', join(folder, 'key.pub'), '-m', join(folder, 'receipt')], {
        encoding: 'utf8',
      });
    const good = check();
    expect(good.stderr).toBe('');
    expect([good.status, good.stdout]).toEqual([0, expect.stringContaining('tumar-receipt/1')]);
    writeFileSync(join(folder, 'receipt'), Buffer.from(base64.encode(must(base64.parse(receipt))), 'utf8'));
    expect(check().status).not.toBe(0);
  });
}
