/** Owns member.json on disk. Must never write it anywhere else or with other permissions. */
import { resolve } from 'node:path';
import type { Result } from '../../domain/result.ts';
import { encodeMember, type MemberState, parseMember } from '../../inbox/member.ts';
import type { MemberBox } from '../../inbox/ports.ts';
import { type CliIo, Unusable } from '../io.ts';
import { readTextIfThere, writeDurably } from '../platform.ts';

/** Reads FILE of `--member FILE`. */
export async function readMember(io: CliIo, name: string): Promise<Result<MemberState, 'memberMalformed'>> {
  const text = await readTextIfThere(resolve(io.cwd, name));
  if (text === undefined) throw new Unusable(`${name}: no such file`);
  return parseMember(text);
}

export const writeMember = (io: CliIo, name: string, state: MemberState): Promise<void> =>
  writeDurably(resolve(io.cwd, name), encodeMember(state));

/** The member in memory while a command runs; `flush` writes it when it changed. */
export function createMemberBox(
  io: CliIo,
  name: string,
  state: MemberState,
): MemberBox & { flush(): Promise<void> } {
  let current = state;
  let written = state;
  return {
    read: async () => current,
    async write(next) {
      current = next;
    },
    async flush() {
      if (current === written) return;
      await writeMember(io, name, current);
      written = current;
    },
  };
}
