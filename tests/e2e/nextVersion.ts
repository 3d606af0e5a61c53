/** Owns making and serving a later version of the phone's app, as a deployment would. Must never touch the project's own build. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, vi } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** Where the server looks for the apps. */
export const builtApps = (): string => resolve(process.env['TUMAR_DIST'] ?? join(root, 'dist'));

/**
 * Builds the app from a copy of the source into `folder`/dist/monitor: under another `name`, and with a newer schema
 * of the database, as a version that stores something new would have. Answers with the folder of the built app.
 */
async function buildNextVersion(folder: string, name: string): Promise<string> {
  const parts = (await readdir(root)).filter((name) =>
    /^vite\.config\.|^(src|public|index.html|package.json)$/.test(name),
  );
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const schema = join(folder, 'src/store/dexieRows.ts');
  const before = await readFile(schema, 'utf8');
  const after = before.replace(/const VERSION = (\d+);/, (_, now) => `const VERSION = ${Number(now) + 1};`);
  if (after === before) throw new Error('where the schema says its version, this test does not know');
  await writeFile(schema, after);
  await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--mode', 'monitor', '--logLevel', 'error'],
    { cwd: folder, env: { ...process.env, TUMAR_APP_NAME: name } },
  );
  return join(folder, 'dist/monitor');
}

/** How the next version calls itself: by that the tests know it. */
export const NEXT_NAME = 'Pages';

/** The next version, built once in a run by whoever asks first. */
export async function nextVersion(): Promise<string> {
  const folder = join(inject('shared'), 'next');
  const [failed, done] = [join(folder, 'failed'), join(folder, 'done')];
  try {
    await mkdir(folder);
  } catch {
    const ended = () => expect(existsSync(done) || existsSync(failed)).toBe(true);
    await vi.waitFor(ended, { timeout: 240_000, interval: 200 });
    if (existsSync(failed)) throw new Error(await readFile(failed, 'utf8'));
    return join(folder, 'dist/monitor');
  }
  try {
    const built = await buildNextVersion(folder, NEXT_NAME);
    await writeFile(done, '');
    return built;
  } catch (error) {
    await writeFile(failed, String(error));
    throw error;
  }
}

/** A built app as it is, but for a line at the end of its service worker: to a browser that is another version. */
export async function makeTwin(from: string, to: string): Promise<string> {
  await cp(from, to, { recursive: true });
  for (const packed of ['sw.js.br', 'sw.js.gz']) await rm(join(to, packed), { force: true });
  await appendFile(join(to, 'sw.js'), '\n// The same again.\n');
  return to;
}

/** Puts a built app where a server that was started on `dist` finds it after its next start. */
export async function installApp(from: string, dist: string): Promise<void> {
  await rm(join(dist, 'monitor'), { recursive: true, force: true });
  await cp(from, join(dist, 'monitor'), { recursive: true });
}
