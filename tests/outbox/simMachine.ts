/** Owns an endpoint machine that can die: real intake, a disk and a database that lose what was not durable. Must never forget what was. */
import { type SqliteDatabase, type SqliteStatement, sql } from 'kysely';
import type { Clock } from '../../src/domain/ports.ts';
import { createRows, openSqlite, type Rows } from '../../src/server/rows.ts';
import type { VirtualClock } from '../fakes/clock.ts';
import type { Dice } from '../fakes/clockDice.ts';
import { createMemoryDisk, faulty, type MemoryDisk } from '../fakes/disk.ts';
import { createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';

/** Probabilities, each per operation of the disk. */
export type DiskTrouble = { readonly powerCut: number; readonly full: number; readonly broken: number };
export const SOUND: DiskTrouble = { powerCut: 0, full: 0, broken: 0 };

type Backup = { readonly files: ReadonlyMap<string, Uint8Array>; readonly tables: readonly Table[] };
type Table = { readonly name: string; readonly rows: readonly Record<string, unknown>[] };

const refused = (): TypeError => new TypeError('connection refused');

export class Machine {
  readonly url: string;
  trouble: DiskTrouble = SOUND;
  /** How often it died, lost its power, and came back from a backup. */
  readonly lives = { deaths: 0, restores: 0 };
  endpoint!: TestEndpoint;
  private readonly clock: VirtualClock;
  private readonly dice: Dice;
  private disk: MemoryDisk;
  private database: SqliteDatabase;
  private readonly statements = new Map<string, SqliteStatement>();
  private life = 0;
  private up = false;
  private backup: Backup | null = null;
  private readonly endpointClock: Clock;
  /** Milliseconds by which its clock is wrong. */
  skew = 0;

  constructor(clock: VirtualClock, dice: Dice, url: string) {
    this.clock = clock;
    this.dice = dice;
    this.url = url;
    this.disk = createMemoryDisk();
    this.database = openSqlite(':memory:');
    this.endpointClock = {
      now: () => clock.now() + this.skew,
      sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
    };
  }

  async start(): Promise<void> {
    const mine = this.life;
    this.disk.onOperation = (name) => this.strain(mine, name);
    const endpoint = await createTestEndpoint({
      clock: this.endpointClock,
      rng: this.dice.rng,
      disk: this.disk,
      rows: this.rowsOf(mine),
      config: { urls: [this.url] },
    });
    if (mine !== this.life) throw refused();
    this.endpoint = endpoint;
    this.up = true;
    // A disk that nobody can trust ends the process; what is durable is there again at the next start.
    void endpoint.broken.then(() => this.die(mine));
  }

  get isUp(): boolean {
    return this.up;
  }

  /** What a connection to it gives. */
  readonly handle = async (request: Request): Promise<Response> => {
    if (!this.up) throw refused();
    const mine = this.life;
    const reply = await this.endpoint.fetch(request);
    if (mine !== this.life) throw new TypeError('connection reset');
    return reply;
  };

  /** Rows of one life: once it is over, an open transaction is taken back, and nothing more is written. */
  private rowsOf(mine: number): Rows {
    try {
      this.database.prepare('ROLLBACK').run([]);
    } catch {
      // No transaction was open.
    }
    return createRows({
      close: () => undefined,
      prepare: (text) => {
        if (mine !== this.life) throw new Error('no power');
        this.strain(mine, 'statement');
        return this.prepared(text);
      },
    });
  }

  /** Preparing costs more than running. */
  private prepared(text: string): SqliteStatement {
    const known = this.statements.get(text) ?? this.database.prepare(text);
    this.statements.set(text, known);
    return known;
  }

  private strain(mine: number, name: string): void {
    if (mine !== this.life) throw new Error('no power');
    const { powerCut, full, broken } = this.trouble;
    if (this.dice.chance(powerCut)) {
      this.die(mine);
      throw new Error('no power');
    }
    if (name === 'statement') return;
    if (['open', 'write'].includes(name) && this.dice.chance(full)) throw faulty('full');
    if (name === 'sync' && this.dice.chance(broken)) throw faulty('broken');
  }

  /** The power is gone; it comes back in a while, up to an hour. */
  die(of = this.life): void {
    if (of !== this.life) return;
    this.life += 1;
    this.up = false;
    this.lives.deaths += 1;
    const [now, disk] = [this.life, this.disk.cutPower(this.dice)];
    void this.clock.sleep(this.dice.below(3_600_000)).then(() => {
      if (now !== this.life) return undefined;
      this.disk = disk;
      return this.clock.during(this.comeBack());
    });
  }

  private async comeBack(): Promise<void> {
    const mine = this.life;
    try {
      await this.start();
    } catch {
      // It died again while it was starting, or the disk failed: then somebody starts it once more.
      if (mine === this.life) this.die(mine);
    }
  }

  private copy(): Backup {
    const files = new Map<string, Uint8Array>();
    for (const name of this.disk.names()) {
      const bytes = this.disk.bytesOf(name);
      if (bytes !== undefined) files.set(name, bytes.slice());
    }
    const names = this.database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all([]) as { name: string }[];
    const tables = names.map(({ name }) => ({
      name,
      rows: this.database.prepare(`SELECT * FROM "${name}"`).all([]) as Record<string, unknown>[],
    }));
    return { files, tables };
  }

  /** Between two requests, as somebody does who copies a folder that rests. */
  backUp(): void {
    if (this.up) this.backup = this.copy();
  }

  /** The disk is lost, and the last backup is put back as `tumar restore` does: with a new epoch. [EP1] */
  async restore(): Promise<boolean> {
    const { backup } = this;
    if (backup === null || !this.up) return false;
    this.life += 1;
    this.up = false;
    this.lives.restores += 1;
    const files = new Map([...backup.files, ['restored', new Uint8Array()]]);
    this.disk = createMemoryDisk();
    this.database = openSqlite(':memory:');
    this.statements.clear();
    const trouble = this.trouble;
    this.trouble = SOUND;
    await this.start();
    await this.fill(backup.tables);
    this.life += 1;
    this.up = false;
    // Its first start took the mark away; now it finds database and mark together.
    this.disk = createMemoryDisk(files);
    await this.start();
    this.trouble = trouble;
    return true;
  }

  /** The tables exist since the first start; what it wrote by itself gives way. */
  private async fill(tables: readonly Table[]): Promise<void> {
    const { rows } = this.endpoint;
    for (const { name, rows: all } of tables) {
      await sql`DELETE FROM ${sql.table(name)}`.execute(rows);
      for (const row of all) {
        const [columns, values] = [Object.keys(row), Object.values(row)];
        await sql`INSERT INTO ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))}) VALUES (${sql.join(values)})`.execute(
          rows,
        );
      }
    }
  }
}
