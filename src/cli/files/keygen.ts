/** Owns `tumar keygen`: a new post-quantum age identity. Must never overwrite a file that is there. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createIdentity, encodeIdentity, encodeRecipient } from '../../crypto/identity.ts';
import { createRng } from '../../crypto/random.ts';
import { createSodium } from '../../crypto/sodium.ts';
import { type CliIo, EXIT, guarded, say } from '../io.ts';

const HELP = `tumar keygen [-o FILE] [--json]

Makes a post-quantum age identity (AGE-SECRET-KEY-PQ-1…) and prints its recipient (age1pq1…).

  -o, --out FILE   write the identity to FILE (only you can read it; an existing file is never overwritten)
                   and print the recipient; else the identity goes to standard output
      --json       print {"recipient", "identity" or "file"} as JSON
      --help       this text

Exit code: 0 done, 2 wrong arguments or FILE cannot be written.
`;

export function runKeygen(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values } = parseArgs({
      args,
      options: {
        out: { type: 'string', short: 'o' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    const created = createIdentity(await createSodium(), createRng());
    const identity = encodeIdentity(created);
    const recipient = encodeRecipient(created.recipient);
    // The comment is what age-keygen writes, so the file reads the same to its users.
    const text = `# public key: ${recipient}\n${identity}\n`;
    if (values.out === undefined) {
      await say(io.stdout, values.json ? `${JSON.stringify({ recipient, identity })}\n` : text);
      if (!values.json) await say(io.stderr, `Public key: ${recipient}\n`);
      return EXIT.done;
    }
    const file = await open(resolve(io.cwd, values.out), 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await say(io.stdout, `${values.json ? JSON.stringify({ recipient, file: values.out }) : recipient}\n`);
    return EXIT.done;
  });
}
