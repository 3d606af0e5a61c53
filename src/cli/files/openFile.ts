/** Owns `tumar open`: a sealed file opened with an identity. Must never leave an output that looks complete and is not. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Identity, parseIdentity } from '../../crypto/identity.ts';
import { type OpenError, type Opened, openStream } from '../../crypto/open.ts';
import { createSodium, type Sodium } from '../../crypto/sodium.ts';
import type { Result } from '../../domain/result.ts';
import { parseRecovery } from '../../inbox/member.ts';
import { toHex } from '../../wire/bytes.ts';
import { type CliIo, EXIT, guarded, outputTo, say, sourceOf, Unusable } from '../io.ts';

const HELP = `tumar open -i IDENTITIES [-o OUT] [--json] [FILE]

Opens a sealed FILE (or standard input) and writes what was sealed to standard output, in constant memory.
A FILE is checked to its end before its first byte is written. From standard input each part is written as it is
checked: if the exit code is not 0, what was written is not the whole.

  -i, --identity IDENTITIES   file with AGE-SECRET-KEY-PQ-1… lines, or a recovery file; may be given
                              several times
  -o, --out OUT               write to OUT, which appears only when all of it is checked
      --json                  print {"parcel", "content", "stanzas", "size"} or {"error"} as JSON to standard error
                              (with -o to standard output)
      --help                  this text

Exit code: 0 opened, 1 refused (notForThisKey, damaged, truncated, unsupported),
2 wrong arguments, or a file cannot be read or written.
`;

const SENTENCES: Record<OpenError, string> = {
  notForThisKey: 'the file was sealed to somebody else',
  damaged: 'the file was altered or cut; nothing of it can be trusted to be whole',
  truncated: 'the file stops early: a part of it is missing',
  unsupported: 'this is not a sealed file of this kind (age v1, post-quantum recipients only)',
};

export function runOpen(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        identity: { type: 'string', short: 'i', multiple: true },
        out: { type: 'string', short: 'o' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    if (positionals.length > 1) throw new Unusable('open takes one FILE');
    if (!values.identity) throw new Unusable('open needs -i IDENTITIES');
    const name = positionals[0] === '-' ? undefined : positionals[0];
    const sodium = await createSodium();
    const identities = (
      await Promise.all(values.identity.map((file) => readIdentities(sodium, io, file)))
    ).flat();
    const opening = async (write: (bytes: Uint8Array) => void | Promise<void>) =>
      openStream({ sodium, identities, source: await sourceOf(io, name), write, reuse: true });

    const toFile = values.out !== undefined && values.out !== '-';
    // Only a regular file can be read twice: once to check it, once to give it out.
    const twice = name !== undefined && !toFile && (await stat(resolve(io.cwd, name))).isFile();
    const checked = twice ? await opening(() => undefined) : undefined;
    if (checked?.ok === false) return report(checked, values.json ?? false, io, toFile);
    const out = await outputTo(io, values.out);
    try {
      const opened = await opening(out.write);
      if (opened.ok) await out.keep();
      return await report(opened, values.json ?? false, io, toFile);
    } finally {
      await out.drop();
    }
  });
}

async function report(
  opened: Result<Opened, OpenError>,
  json: boolean,
  io: CliIo,
  toFile: boolean,
): Promise<number> {
  if (opened.ok) {
    const { parcel, content, stanzas, size } = opened.value;
    const text = JSON.stringify({ parcel, content: toHex(content), stanzas, size });
    if (json) await say(toFile ? io.stdout : io.stderr, `${text}\n`);
    return EXIT.done;
  }
  const { code } = opened;
  const text = json ? JSON.stringify({ error: { code } }) : `tumar: ${code}: ${SENTENCES[code]}`;
  await say(json && toFile ? io.stdout : io.stderr, `${text}\n`);
  return EXIT.refused;
}

/** The identity of a recovery file, or the post-quantum identities of a file; comments and keys of other kinds are skipped, anything else is refused. */
async function readIdentities(sodium: Sodium, io: CliIo, file: string): Promise<Identity[]> {
  const text = await readFile(resolve(io.cwd, file), 'utf8');
  // No line that begins with a brace is an identity or a comment.
  if (text.trimStart().startsWith('{')) {
    const recovery = parseRecovery(text);
    const identity = recovery.ok ? parseIdentity(sodium, recovery.value.identity) : recovery;
    if (!identity.ok) throw new Unusable(`${file}: neither identities nor a recovery file`);
    return [identity.value];
  }
  const lines = text.split('\n').map((line) => line.trim());
  const identities: Identity[] = [];
  for (const line of lines.filter((each) => each !== '' && !each.startsWith('#'))) {
    const identity = parseIdentity(sodium, line);
    if (identity.ok) identities.push(identity.value);
    else if (identity.code === 'malformed') throw new Unusable(`${file}: a line is not an identity`);
  }
  if (identities.length === 0) throw new Unusable(`${file}: no post-quantum identity (AGE-SECRET-KEY-PQ-1…)`);
  return identities;
}
