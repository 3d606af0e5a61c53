/** Owns a disk whose syncs take longer: a small library loaded before everything else. Must never change what a sync does. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static void wait_(void) { const char *m = getenv("SLOW_SYNC_MICROSECONDS"); if (m) usleep((useconds_t)atoi(m)); }
int fsync(int fd) { static int (*real)(int); if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync"); wait_(); return real(fd); }
int fdatasync(int fd) { static int (*real)(int); if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync"); wait_(); return real(fd); }
`;

/**
 * Environment for a process whose fsync and fdatasync each take this much longer. Real disks differ from one second to the
 * next by more than what is measured; with a wait that outweighs them a figure can be had again. Needs a C compiler, Linux.
 */
export function slowSync(folder: string, milliseconds: number): Record<string, string> {
  if (milliseconds === 0) return {};
  const library = join(folder, 'slow.so');
  writeFileSync(join(folder, 'slow.c'), SOURCE);
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, join(folder, 'slow.c'), '-ldl'], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`no C compiler: ${made.stderr ?? String(made.error)}`);
  return { LD_PRELOAD: library, SLOW_SYNC_MICROSECONDS: String(milliseconds * 1000) };
}
