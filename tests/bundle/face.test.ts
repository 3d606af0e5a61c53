/** Proves that a deployment chooses how the phone's app looks, and that a mistake in it stops the build. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 1h6v6H1z"/></svg>';

describe('the face of a deployment', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'face-'));
    for (const part of [
      'src',
      'public',
      'index.html',
      'vite.config.ts',
      'vite.config.sodium.ts',
      'vite.config.tests.ts',
      'package.json',
    ])
      await cp(join(root, part), join(folder, part), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await mkdir(join(folder, 'face'));
    await writeFile(join(folder, 'face/icon.svg'), ICON);
    await writeFile(join(folder, 'face/face.css'), ':root { --accent: #4a3b6b; }');
    await writeFile(
      join(folder, 'face/face.json'),
      JSON.stringify({
        name: 'Shopping',
        colour: '#fafaf0',
        darkColour: '#101820',
        front: 'plain',
        door: 'the long list',
      }),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  const build = (settings: Readonly<Record<string, string>>) =>
    promisify(execFile)(
      process.execPath,
      [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--mode', 'monitor', '--logLevel', 'error'],
      { cwd: folder, env: { ...process.env, ...settings } },
    );
  const built = (name: string): Promise<string> => readFile(join(folder, 'dist/monitor', name), 'utf8');

  it('S3 takes name, colours, icons, style and front from its folder; a variable wins', async () => {
    await build({ TUMAR_FACE: join(folder, 'face'), TUMAR_APP_NAME: 'Groceries', TUMAR_SHARE: 'off' });
    const page = await built('index.html');
    expect(page).toContain('<title>Groceries</title>');
    expect(page).toMatch(/theme-color" media="\(prefers-color-scheme: light\)" content="#fafaf0"/);
    expect(page).toMatch(/theme-color" media="\(prefers-color-scheme: dark\)" content="#101820"/);
    expect(page).toMatch(/<link rel="stylesheet" href="\/face\.css">/);
    expect(JSON.parse(await built('app.webmanifest'))).toMatchObject({
      name: 'Groceries',
      short_name: 'Groceries',
      theme_color: '#fafaf0',
    });
    expect(JSON.parse(await built('app.webmanifest'))).not.toHaveProperty('share_target');
    expect(await built('icon.svg')).toBe(ICON);
    expect(await built('face.css')).toContain('#4a3b6b');
    expect(await built('sw.js')).toContain('face.css');
    const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[\w-]+\.js)"/g)].map(([, name = '']) => name);
    expect((await Promise.all(scripts.map(built))).join('')).toContain('the long list');
  });

  it.each([
    [{ TUMAR_FRONT: 'note' }, /there is no src\/monitor\/front\/NoteFront\.tsx/],
    [{ TUMAR_APP_COLOUR: 'grey' }, /TUMAR_APP_COLOUR.*not a value that fits/],
    [{ TUMAR_DOOR: 'short' }, /TUMAR_DOOR.*not a value that fits/],
    [{ TUMAR_SHARE: 'no' }, /TUMAR_SHARE.*not a value that fits/],
    [{ TUMAR_APP_NAME: '' }, /TUMAR_APP_NAME.*not a value that fits/],
  ])('refuses %j', async (settings, why) => {
    await expect(build(settings)).rejects.toThrow(why);
  });
});
