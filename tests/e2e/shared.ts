/** Owns the folder that the end-to-end tests of one run share, for what is dear to make: it goes when the run ends. Must never hold what a test proves. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly shared: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'e2e-shared-'));
  project.provide('shared', folder);
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
