/** Owns the command line's entrance: which command, which folder. Must never do a command's work. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkReport } from './files/checkReport.ts';
import { runForm } from './files/form.ts';
import { runKeygen } from './files/keygen.ts';
import { runOpen } from './files/openFile.ts';
import { runSeal } from './files/sealFile.ts';
import { runVerify } from './files/verifyFile.ts';
import { type CliIo, EXIT, say } from './io.ts';
import { runInbox } from './member/inboxCommand.ts';
import { runOrg } from './member/org.ts';
import { runDeliver } from './phone/deliver.ts';
import { runJoin } from './phone/join.ts';
import { runSend } from './phone/send.ts';
import { runStatus } from './phone/status.ts';
import { nodeClock } from './platform.ts';
import { runRestore } from './restore.ts';

const HELP = `tumar COMMAND [--help] [--json] …

Files, without the network
  keygen   make an identity                        seal     seal a file to recipients
  open     open a sealed file                      check    check the fields of a report
  verify   check a manifest or a receipt           form     convert an XLSForm, or say why not

Coordinator
  org setup     found an organisation              org invite    invite a device
  org confirm   confirm a device by its words      inbox         fetch, open, verify, acknowledge

Monitor
  join     use an invite                           send     seal and send a report with its files
  status   what is proved about each report

Anybody
  deliver  carry sealed files to an endpoint

Whoever runs an endpoint
  restore  mark a backup that was put back

"tumar COMMAND --help" says more. Exit codes: 0 done, 1 refused, 2 wrong use or a file cannot be used,
3 no connection: nothing is lost, run it again. Paths are relative to the folder where the command was called.
`;

/** `check` says its lines at once; they are written in order. */
async function runCheck(args: string[], io: CliIo): Promise<number> {
  const said: Promise<void>[] = [];
  const code = await checkReport(
    args,
    {
      out: (text) => void said.push(say(io.stdout, text)),
      err: (text) => void said.push(say(io.stderr, text)),
    },
    nodeClock.now(),
    (path) => resolve(io.cwd, path),
  );
  await Promise.all(said);
  return code;
}

const COMMANDS: { readonly [name: string]: (args: string[], io: CliIo) => Promise<number> } = {
  keygen: runKeygen,
  seal: runSeal,
  open: runOpen,
  check: runCheck,
  form: runForm,
  verify: runVerify,
  org: runOrg,
  inbox: runInbox,
  join: runJoin,
  send: runSend,
  deliver: runDeliver,
  restore: runRestore,
  status: runStatus,
};

/** Runs one command; `args` without the program's name. */
export async function runTumar(args: string[], io: CliIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await say(name === undefined ? io.stderr : io.stdout, HELP);
    return name === undefined ? EXIT.unusable : EXIT.done;
  }
  if (name === '--version') {
    const text = await readFile(join(import.meta.dirname, '../..', 'package.json'), 'utf8');
    await say(io.stdout, `${(JSON.parse(text) as { version: string }).version}\n`);
    return EXIT.done;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    await say(io.stderr, `tumar: there is no command ${JSON.stringify(name)} (see tumar --help)\n`);
    return EXIT.unusable;
  }
  return command(rest, io);
}

if (import.meta.main) {
  const { stdin, stdout, stderr, env } = process;
  // npm runs scripts in the package's folder and says where it was called.
  const cwd = resolve(env['INIT_CWD'] ?? process.cwd());
  process.exitCode = await runTumar(process.argv.slice(2), { stdin, stdout, stderr, cwd });
}
