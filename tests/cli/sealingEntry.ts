/** Owns a process that runs one of the sealing commands, so that tests see real streams and exit codes. */
import { runKeygen } from '../../src/cli/files/keygen.ts';
import { runOpen } from '../../src/cli/files/openFile.ts';
import { runSeal } from '../../src/cli/files/sealFile.ts';

const commands: Record<string, typeof runKeygen> = { keygen: runKeygen, seal: runSeal, open: runOpen };
const [name = '', ...args] = process.argv.slice(2);
const { stdin, stdout, stderr } = process;
process.exitCode = (await commands[name]?.(args, { stdin, stdout, stderr, cwd: process.cwd() })) ?? 99;
