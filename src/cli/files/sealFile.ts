/** Owns `tumar seal`: a file or stream sealed to recipients. Must never seal to a key that is not post-quantum. */
import { parseArgs } from 'node:util';
import { parseRecipient, type Recipient } from '../../crypto/identity.ts';
import { createRng } from '../../crypto/random.ts';
import { sealStream } from '../../crypto/seal.ts';
import { createSodium } from '../../crypto/sodium.ts';
import { PARCEL_STANZAS } from '../../wire/buckets.ts';
import { toHex } from '../../wire/bytes.ts';
import { type CliIo, EXIT, guarded, outputTo, say, sourceOf, Unusable } from '../io.ts';

const HELP = `tumar seal -r RECIPIENT [-r RECIPIENT…] [-o OUT] [--parcel] [--json] [FILE]

Seals FILE (or standard input) as an age v1 file that only the recipients can open. Constant memory.

  -r, --recipient RECIPIENT   a post-quantum recipient, age1pq1…; may be given several times
  -o, --out OUT               write to OUT, which appears only when complete; else to standard output
      --parcel                as phones send it: ${PARCEL_STANZAS} stanzas whoever can read it (so at most ${PARCEL_STANZAS} recipients), and
                              zeros and 32 random bytes after the content, so that the size is one of few
      --json                  print {"parcel", "content", "size", "fileSize"} as JSON: to standard output
                              with -o, else to standard error
      --help                  this text

Exit code: 0 sealed, 1 refused (a recipient is not post-quantum, or there are too many),
2 wrong arguments, or a file cannot be read or written.
`;

export function runSeal(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        recipient: { type: 'string', short: 'r', multiple: true },
        out: { type: 'string', short: 'o' },
        parcel: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    if (positionals.length > 1) throw new Unusable('seal takes one FILE');
    if (!values.recipient) throw new Unusable('seal needs at least one -r RECIPIENT');
    const refuse = async (detail: string): Promise<number> => {
      const text = values.json
        ? JSON.stringify({ error: { code: 'unsupported', detail } })
        : `tumar: unsupported: ${detail}`;
      await say(io.stderr, `${text}\n`);
      return EXIT.refused;
    };

    const recipients: Recipient[] = [];
    for (const text of values.recipient) {
      const recipient = parseRecipient(text.trim());
      if (recipient.ok) recipients.push(recipient.value);
      else if (recipient.code === 'unsupported') return refuse('a recipient is not post-quantum (age1pq1…)');
      else throw new Unusable('a recipient cannot be read: it should be age1pq1…');
    }
    const source = await sourceOf(io, positionals[0]);
    const out = await outputTo(io, values.out);
    try {
      const sealed = await sealStream({
        sodium: await createSodium(),
        rng: createRng(),
        recipients,
        S: values.parcel ? PARCEL_STANZAS : recipients.length,
        padded: values.parcel ?? false,
        source,
        write: out.write,
        reuse: true,
      });
      if (!sealed.ok) return await refuse('too many recipients, or a key that nothing can be sealed to');
      await out.keep();
      const { parcel, content, size, fileSize } = sealed.value;
      if (values.json) {
        const text = JSON.stringify({ parcel, content: toHex(content), size, fileSize });
        await say(values.out === undefined ? io.stderr : io.stdout, `${text}\n`);
      }
      return EXIT.done;
    } finally {
      await out.drop();
    }
  });
}
