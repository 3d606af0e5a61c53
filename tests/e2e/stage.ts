/** Owns the set-up that most proofs of the phone begin with: an endpoint, an organisation, phones. Must never judge anything. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { inject } from 'vitest';
import { openByKey } from './deskSteps.ts';
import {
  type Browser,
  createFolder,
  type Folder,
  foundOrganisation,
  type Looks,
  type Organisation,
  openBrowser,
  organisationOf,
  type System,
  startSystem,
} from './harness.ts';
import { hide, type JoinedPhone, join, seeTitle, seeWhole, unlock } from './monitorSteps.ts';

const ORG = 'Aq Joly Initiative';

export type Stage = {
  readonly system: System;
  readonly organisation: Organisation;
  /** A folder that goes at the end. */
  readonly path: (name: string) => string;
  /** A browser on the profile `name`, no page opened yet; a new profile is an empty phone. */
  readonly open: (name: string, looks?: Looks) => Promise<Browser>;
  /** The same, on the app's first page. */
  readonly phone: (name: string, looks?: Looks) => Promise<Browser>;
  readonly end: () => Promise<void>;
};

function stageIn(folder: Folder, system: System, organisation: Organisation): Stage {
  const browsers: Browser[] = [];
  const path = (name: string): string => joinPath(folder.path, name);
  async function open(name: string, looks?: Looks): Promise<Browser> {
    const browser = await openBrowser(path(name), looks);
    browsers.push(browser);
    return browser;
  }
  return {
    system,
    organisation,
    path,
    open,
    async phone(name, looks) {
      const browser = await open(name, looks);
      await browser.page.goto(system.url);
      return browser;
    },
    async end() {
      for (const browser of browsers) await browser.close();
      await system.stop();
      await folder.drop();
    },
  };
}

/** Nobody has joined yet. `dist`: where the apps are, if not in their usual place. */
export async function setStage(dist?: string): Promise<Stage> {
  const folder = await createFolder();
  const system = await startSystem(dist === undefined ? {} : { dist });
  return stageIn(folder, system, await foundOrganisation(system, ORG, folder.path));
}

export type JoinedStage = Stage & {
  readonly joined: JoinedPhone;
  /** A phone that has joined, locked, its page not opened: each `name` a copy of one and the same. */
  readonly copyJoined: (name: string) => Promise<void>;
  /** The same, opened, and unlocked at home. */
  readonly joinedPhone: (name: string, looks?: Looks) => Promise<Browser>;
};

type Kept = { readonly url: string; readonly deskUrl: string; readonly phone: JoinedPhone };

/** Made once for each worker, since a profile belongs to one address: joining takes ten seconds, a copy none. */
const keptFolder = (): string => joinPath(inject('shared'), `joined-${process.env['VITEST_POOL_ID'] ?? '0'}`);

async function makeKept(kept: string): Promise<void> {
  const making = `${kept}-making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const system = await startSystem();
  const organisation = await foundOrganisation(system, ORG, making);
  const browser = await openBrowser(joinPath(making, 'profile'));
  await browser.page.goto(system.url);
  const phone = await join(browser.page, (await organisation.invite('en')).code);
  await seeWhole(browser.page);
  await hide(browser.page);
  await browser.close();
  await system.end();
  await cp(system.data, joinPath(making, 'data'), { recursive: true });
  await system.stop();
  const { url, deskUrl } = system;
  await writeFile(joinPath(making, 'kept.json'), JSON.stringify({ url, deskUrl, phone } satisfies Kept));
  await rename(making, kept);
}

/** The kept system again, in `folder`. undefined: somebody else has its port now, and what was kept is of no use. */
async function wakeKept(kept: string, folder: Folder, dist: string | undefined) {
  const { url, deskUrl, phone } = JSON.parse(await readFile(joinPath(kept, 'kept.json'), 'utf8')) as Kept;
  for (const name of ['data', 'org'])
    await cp(joinPath(kept, name), joinPath(folder.path, name), { recursive: true, force: true });
  const before = { data: joinPath(folder.path, 'data'), url, deskUrl };
  try {
    return { phone, system: await startSystem(dist === undefined ? { before } : { before, dist }) };
  } catch (error) {
    if (error instanceof Error && error.message.includes('EADDRINUSE')) return undefined;
    throw error;
  }
}

/** An endpoint, an organisation and a phone that joined it a moment ago. For proofs that begin after joining. */
export async function setJoinedStage(dist?: string): Promise<JoinedStage> {
  const kept = keptFolder();
  const folder = await createFolder();
  if (!existsSync(kept)) await makeKept(kept);
  let woken = await wakeKept(kept, folder, dist);
  if (woken === undefined) {
    await rm(kept, { recursive: true });
    await makeKept(kept);
    woken = await wakeKept(kept, folder, dist);
  }
  if (woken === undefined) throw new Error('two ports that were free a moment ago are taken');
  const { phone, system } = woken;
  const stage = stageIn(folder, system, organisationOf(joinPath(folder.path, 'org')));
  const copyJoined = (name: string): Promise<void> =>
    cp(joinPath(kept, 'profile'), stage.path(name), { recursive: true });
  return {
    ...stage,
    joined: phone,
    copyJoined,
    async joinedPhone(name, looks) {
      await copyJoined(name);
      const browser = await stage.phone(name, looks);
      await unlock(browser.page, phone.words);
      await seeTitle(browser.page, 'Notes');
      await browser.page.getByRole('button', { name: 'New note' }).waitFor();
      return browser;
    },
  };
}

export type DeskStage = JoinedStage & { readonly desk: Browser };

/** The same with a coordinator at an open desk. For proofs that begin after founding and joining. */
export async function setDeskStage(): Promise<DeskStage> {
  const stage = await setJoinedStage();
  const desk = await stage.open('desk', { width: 1280, height: 800 });
  await openByKey(desk.page, stage.system, stage.organisation.memberFile);
  return { ...stage, desk };
}
