/** Owns how the tests are grouped, and which command runs which. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TestProjectConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Unit tests that cut, kill or flip at every step: part of `npm test`, too long for `check:quick`. */
const sweeps = [
  'tests/vault/{traces,finish,finishedReport,drafts,attachments}.test.ts',
  'tests/outbox/simulator.test.ts',
  'tests/crypto/damage.test.ts',
  'tests/server/{cuts,powerCut}.test.ts',
  'tests/contracts/intake.test.ts',
  'tests/inbox/hostile.test.ts',
  'tests/domain/shape.test.ts',
  'tests/crypto/payload.test.ts',
  'tests/cli/sealing.test.ts',
  'tests/vault/fixtures.test.ts',
  'tests/vault/{wiping,journal,life}.test.ts',
  'tests/server/{openapi,openapiDocument}.test.ts',
  'tests/vault/{keystore,capture,captureTrust}.test.ts',
  'tests/inbox/{revoking,mirrors}.test.ts',
  'tests/outbox/mirrors.test.ts',
  'tests/monitor/receiving.test.ts',
  'tests/server/small.test.ts',
  'tests/vault/{messages,forgetting}.test.ts',
  'tests/desk/reportLines.test.ts',
];

/** Unit tests that compute a second or more: part of `npm test`, too slow together for `check:quick`. */
const slow = [
  'tests/monitor/{session,sessionEnd,keeping,sending,copied,additions,takenCopies}.test.ts',
  'tests/desk/{session,reading,upkeep}.test.ts',
  'tests/crypto/{typage,voprf}.test.ts',
  'tests/vault/{argon2,chance,reading}.test.ts',
  'tests/inbox/{order,inbox,publishing}.test.ts',
  'tests/server/{full,idempotency,tokenMirror,issuing}.test.ts',
  'tests/fuzz/fuzz.test.ts',
  'tests/cli/safeName.test.ts',
];

/** What set-up found on this machine; it says so when there is no Firefox, and then nothing is asked of it. */
const tools = resolve(import.meta.dirname, '.cache/tools.json');
const found: { readonly firefox?: string } = existsSync(tools) ? JSON.parse(readFileSync(tools, 'utf8')) : {};
const notHere = found.firefox === undefined ? ['tests/e2e/firefox*.test.ts'] : [];

/** Only in `npm run test:long`, which CI runs too: what takes minutes. */
const long = [
  'tests/e2e/{letters,monitorScreens,monitorSettings,monitorDamage,monitorForce,monitorFront,monitorTrouble}.test.ts',
  'tests/e2e/{desk,deskForms,deskLarge,additions,evidence,fullFormOwn,fullFormGone,fullFormAccess,ownLists}.test.ts',
  'tests/e2e/{samples,vaultForce,capturePressure,captureKilled,examinerFull,crashLong,firstVisit}.test.ts',
  'tests/faults/{longJourney,everyByte}.test.ts',
  'tests/e2e/{fullForm,monitorCapture,carry,consent,tokens,handedOver}.test.ts',
  'tests/flow/{endpointPowerCut,endpointKill,unlinkable}.test.ts',
  // A cut at each step of a recording, and of the tokens; every place that a copy of the keystore can be damaged at.
  'tests/vault/{recordings,captureRecordings,captureCopies,captureCuts,wallet,walletCuts,otherWords,keystoreCopies}.test.ts',
  'tests/{server/bucket,server/tokens,xlsform/hostile,domain/fullProperty}.test.ts',
  'tests/e2e/firefoxShort.test.ts',
];
/** By hand (`npm run test:hand`): samples and seeds in full number, another browser's profile, and what a busy machine makes late. */
const byHand = [
  'tests/e2e/{firefox,samplesLong,evidenceAccess}.test.ts',
  'tests/faults/browserJourney.test.ts',
];
/** Of these the other suites take fewer seeds. */
const longer = ['tests/flow/delivery.test.ts', 'tests/faults/line.test.ts'];

/** What one worker would else be left alone with at the end. */
const LONGEST = [
  'crashLong',
  'everyByte',
  'longJourney',
  'simulator',
  'crash',
  'examiner',
  'firefoxShort',
  'memory',
].map((name) => `/${name}.test.ts`);

/** The longest files first: a clean checkout has no times of an earlier run to go by. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

// One process for all: most of their time would else be starting up. They leave no globals behind.
const together = { pool: 'threads', isolate: false, testTimeout: 60_000 } as const;

export const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      ...together,
      name: 'unit',
      include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
      exclude: ['tests/{e2e,bundle,flow,faults,engines}/**', ...slow, ...sweeps, ...long],
    },
  },
  { extends: true, test: { ...together, name: 'slow', include: slow } },
  { extends: true, test: { name: 'sweeps', include: sweeps, testTimeout: 180_000 } },
  {
    extends: true,
    test: {
      name: 'flow',
      include: [
        'tests/{flow,bundle}/**/*.test.ts',
        'tests/faults/{cut,line,deliver,deliverPage,journey}.test.ts',
      ],
      exclude: [...long, ...byHand],
      testTimeout: 180_000,
      hookTimeout: 180_000,
    },
  },
  {
    extends: true,
    test: {
      name: 'e2e',
      // Seen once each on a machine with ten things at once to do: a click, a sync event, a start that came too late.
      retry: 1,
      globalSetup: 'tests/e2e/shared.ts',
      setupFiles: 'tests/e2e/onFailure.ts',
      include: ['tests/e2e/**/*.test.ts'],
      exclude: [...long, ...byHand, ...notHere],
      testTimeout: 240_000,
      hookTimeout: 240_000,
    },
  },
  {
    extends: true,
    test: {
      name: 'engines',
      include: ['tests/engines/**/*.test.ts'],
      testTimeout: 300_000,
      hookTimeout: 300_000,
    },
  },
  {
    extends: true,
    test: {
      name: 'long',
      // Seen once each on a machine with ten things at once to do: a click, a sync event, a start that came too late.
      retry: 1,
      globalSetup: 'tests/e2e/shared.ts',
      setupFiles: 'tests/e2e/onFailure.ts',
      include: long,
      exclude: notHere,
      testTimeout: 600_000,
      hookTimeout: 300_000,
    },
  },
  {
    extends: true,
    test: {
      name: 'storms',
      include: ['tests/outbox/simulator.test.ts'],
      env: { TUMAR_LONG: 'yes' },
      testTimeout: 1_200_000,
    },
  },
  {
    extends: true,
    test: {
      name: 'hand',
      globalSetup: 'tests/e2e/shared.ts',
      setupFiles: 'tests/e2e/onFailure.ts',
      include: [...byHand, ...longer],
      exclude: notHere,
      env: { TUMAR_LONG: 'yes' },
      testTimeout: 1_800_000,
      hookTimeout: 300_000,
    },
  },
];
