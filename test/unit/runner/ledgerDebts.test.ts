import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/insights/insightsOf.ts';
import type { LandedUnit } from '../../../src/model/ledger.ts';
import { KnownReverts } from '../../../src/runner/knownReverts.ts';
import { Bodies } from '../../../src/runner/understanding/bodies.ts';
import { CommittedRows, sharedFolder } from '../../../src/runner/understanding/committedRows.ts';
import { Debts } from '../../../src/runner/understanding/debts.ts';
import { Ledger } from '../../../src/runner/understanding/ledger.ts';
import { readerOf } from '../../../src/runner/understanding/readerOf.ts';
import { Standing } from '../../../src/runner/understanding/standing.ts';
import { TargetEdits } from '../../../src/runner/understanding/targetEdits.ts';
import { plainFunctions, plainUnitBodies } from '../../support/plainFunctions.ts';
import { TemporaryRepository } from '../../support/repository.ts';

const ada = { name: 'Ada', email: 'ada@example.com' };
const author = 'author@example.com';
const start = 1_790_000_000_000;

const total = `function total(items, limit) {
  let sum = 0;
  for (const item of items) {
    if (item.price > limit) continue;
    sum += item.price;
  }
  console.log('total', sum);
  return sum;
}`;
const other = `function other(a) {
  return a + 1;
}`;
const file = (...functions: readonly string[]): string => `${functions.join('\n\n')}\n`;

/** A repository on which changes land, with the ledger that a runner keeps of it. */
class World {
  readonly git: TemporaryRepository;
  readonly records: RunRecord[] = [];
  readonly units: ReturnType<typeof plainUnitBodies>;
  now = start;
  ledger: Ledger;
  debts: Debts;

  private constructor(git: TemporaryRepository, ledger: Ledger) {
    this.git = git;
    this.ledger = ledger;
    this.units = plainUnitBodies(this.commonDir);
    this.debts = this.#open();
  }

  static async create(): Promise<World> {
    const git = await TemporaryRepository.create({ files: { 'a.js': file(other) } });
    const ledger = await Ledger.open({ commonDir: join(git.path, '.git'), clock: () => start });
    return new World(git, ledger);
  }

  get commonDir(): string {
    return join(this.git.path, '.git');
  }

  #open(): Debts {
    const { commonDir } = this;
    const repository = { root: this.git.path, gitDir: commonDir, commonDir, head: '' };
    const bodies = new Bodies(commonDir, this.units.read);
    return new Debts({
      repository,
      ledger: async () => this.ledger,
      recording: { settled: Promise.resolve() },
      committed: new CommittedRows(repository),
      standing: new Standing(repository, bodies),
      edits: new TargetEdits({ repository, bodies, ledger: { append: (...rows) => this.ledger.append(...rows) } }),
      records: async () => [...this.records].reverse(),
      reverts: new KnownReverts(repository),
      clock: () => this.now,
    });
  }

  /** The next runner. */
  async restart(): Promise<void> {
    await this.ledger.close();
    this.ledger = await Ledger.open({ commonDir: this.commonDir, clock: () => this.now });
    this.debts = this.#open();
  }

  /** A run lands what is in these files; all of their functions are owed. */
  async land(files: Readonly<Record<string, string>>, more: Partial<LandedUnit> = {}, by = ada.email): Promise<string> {
    const commit = await this.git.commit('tidy: landed', files);
    const run = `run-${this.records.length + 1}`;
    const at = this.now + this.records.length;
    const units = Object.entries(files).flatMap(([path, text]) =>
      plainFunctions(text).map(
        ({ name, body, size }): LandedUnit => ({
          ...{ unit: `${path}#${name}`, body, lines: size, size, weight: 1, callers: 0 },
          ...more,
        }),
      ),
    );
    const row = { row: 'landed', at, run, item: 'default', loop: 'tidy', what: 'x', why: 'y', units } as const;
    await this.ledger.append(readerOf(by), [{ ...row, gone: [], takenOut: [], remarks: [], misses: 0 }]);
    this.records.push({
      summary: { id: run, loop: 'tidy', status: 'delivered', reason: '', startedAt: '', iterationCount: 1 },
      account: {
        into: 'refs/heads/main',
        items: [
          {
            ...{ id: 'default', key: 'default', status: 'delivered', at, iterations: 1, reached: true },
            landed: { at, commit, files: [], spend: { tokens: null, costUsd: null } },
          },
        ],
      },
    });
    return commit;
  }

  async knows(path: string, text: string, name: string, email = ada.email): Promise<void> {
    const body = plainFunctions(text).find((one) => one.name === name)?.body ?? '';
    const row = { row: 'answered', at: this.now, unit: `${path}#${name}`, body, credit: 0.8, rating: 'good' } as const;
    await this.ledger.append(readerOf(email), [row]);
  }

  async owes(): Promise<number> {
    return (await this.debts.of('me', ada)).mine.owed;
  }

  async units$(of: 'me' | 'repository' = 'me'): Promise<readonly (readonly [string, number])[]> {
    return (await this.debts.of(of, ada)).units.map(({ unit, owed }) => [unit, owed] as const);
  }
}

let world: World | undefined;
afterEach(async () => {
  await world?.ledger.close();
  await world?.git.dispose();
  world = undefined;
});
const begin = async (): Promise<World> => {
  world = await World.create();
  return world;
};

describe('the debt of a repository', () => {
  it('is what stands of what landed and nobody knows, for the person and for all', async () => {
    const one = await begin();
    expect(await one.debts.of('me', ada)).toEqual({
      me: 'Ada <ada@example.com>',
      mine: { owed: 0, minutes: 0 },
      repository: { owed: 0, minutes: 0 },
      units: [],
    });
    await one.land({ 'a.js': file(other, total) });
    await one.land({ 'b.js': file(total.replace('total(', 'sum(')) }, {}, 'bob@example.com');
    await one.knows('b.js', file(total.replace('total(', 'sum(')), 'sum', 'eve@example.com');
    const debt = await one.debts.of('repository', ada);
    expect(debt.mine).toEqual({ owed: 12, minutes: 12 / 5 });
    expect(debt.repository.owed).toBeCloseTo(12 + 9 * 0.2, 9);
    expect(debt.units.map(({ unit, line }) => [unit, line])).toEqual([
      ['a.js#total', 5],
      ['a.js#other', 1],
      ['b.js#sum', 1],
    ]);
  });

  it('reads a content once, also when another runner asks', async () => {
    const one = await begin();
    await one.land({ 'a.js': file(other, total), 'c.js': file(other) });
    await one.owes();
    const asked = one.units.asked();
    await one.restart();
    expect(await one.owes()).toBe(15);
    expect(one.units.asked()).toBe(asked);
  });

  it('is gone with what was reverted', async () => {
    const one = await begin();
    await one.land({ 'b.js': file(total) });
    expect(await one.owes()).toBe(9);
    await one.git.git('revert', '--no-edit', 'HEAD');
    expect(await one.owes()).toBe(0);
  });

  it('counts files of a language that is not read as they landed, while they are there', async () => {
    const one = await begin();
    const unit = { unit: 'notes.txt#', body: 'b', lines: 4, size: 4 };
    await one.land({ 'notes.txt': 'a\nb\nc\nd\n', 'x.js': file(other) }, unit);
    expect(await one.owes()).toBe(4);
    await one.git.git('rm', '-q', 'notes.txt');
    await one.git.commit('remove');
    expect(await one.owes()).toBe(0);
  });
});

describe('an edit of a person on the target', () => {
  const known = async (): Promise<World> => {
    const one = await begin();
    await one.land({ 'a.js': file(other, total) });
    await one.knows('a.js', file(other, total), 'total');
    expect(await one.owes()).toBeCloseTo(3 + 9 * 0.2, 9);
    return one;
  };

  it('carries what was known of the unit by the share that stays, once, whoever asks', async () => {
    const one = await known();
    await one.git.commit('by hand', { 'a.js': file(other, total.replace('let sum = 0', 'let sum = 5')) });
    const owed = 3 + 9 * (1 - 0.8 * (8 / 9));
    expect(await one.owes()).toBeCloseTo(owed, 9);
    expect(await one.owes()).toBeCloseTo(owed, 9);
    await one.restart();
    expect(await one.owes()).toBeCloseTo(owed, 9);
    const edits = one.ledger.rows.filter(({ row }) => row.row === 'edited');
    expect(edits).toMatchObject([{ reader: readerOf(author), row: { kept: 8 / 9, decisive: false } }]);
  });

  it('that is decisive takes it away', async () => {
    const one = await known();
    await one.git.commit('by hand', { 'a.js': file(other, total.replace('> limit', '>= limit')) });
    expect(await one.owes()).toBe(12);
  });

  it('that was made while no runner was there counts as well', async () => {
    const one = await known();
    await one.ledger.close();
    await one.git.commit('by hand', { 'a.js': file(total, other) });
    await one.git.commit('by hand again', { 'a.js': file(total.replace('let sum = 0', 'let sum = 5'), other) });
    await one.restart();
    expect(await one.owes()).toBeCloseTo(3 + 9 * (1 - 0.8 * (8 / 9)), 9);
  });

  it('that only moves a unit, or its file, changes nothing', async () => {
    const one = await known();
    await one.git.git('mv', 'a.js', 'moved.js');
    await one.git.commit('move');
    expect(await one.units$()).toEqual([
      ['moved.js#other', 3],
      ['moved.js#total', expect.closeTo(1.8, 9)],
    ]);
    await one.git.commit('split', { 'moved.js': file(other), 'deep/er.js': file(total) });
    expect(await one.units$()).toEqual([
      ['moved.js#other', 3],
      ['deep/er.js#total', expect.closeTo(1.8, 9)],
    ]);
  });

  it('that gives a unit another name finds it again', async () => {
    const one = await known();
    await one.git.commit('rename', { 'a.js': file(other, total.replace('total(', 'sumOf(')) });
    // The signature is another one, so nothing is known of it; and it is still owed.
    expect(await one.units$()).toEqual([
      ['a.js#sumOf', 9],
      ['a.js#other', 3],
    ]);
  });

  it('that removes it owes nothing', async () => {
    const one = await known();
    await one.git.commit('remove', { 'a.js': file(other) });
    expect(await one.units$()).toEqual([['a.js#other', 3]]);
  });

  it('by which half of it is theirs pays for its writer alone', async () => {
    const one = await known();
    const anew = `function total(items) {
  return items.reduce((all, { price }) => all + price, 0);
}`;
    await one.git.commit('by hand', { 'a.js': file(other, anew) });
    // What the loop brought there is owed until somebody knows it, however short it has become.
    expect(await one.units$()).toEqual([
      ['a.js#total', 9],
      ['a.js#other', 3],
    ]);
    expect(await one.units$('repository')).toEqual([['a.js#other', 3]]);
  });

  it('of a loop of another clone is none: what it touched starts again', async () => {
    const one = await known();
    const text = file(other, total.replace('let sum = 0', 'let sum = 5'));
    await one.git.commit('tidy: more\n\nLoop: tidy\nLoop-Run: 20261122-1\n', { 'a.js': text });
    expect(await one.owes()).toBe(12);
    expect(one.ledger.rows.some(({ row }) => row.row === 'edited')).toBe(false);
  });
});

describe('ledgers that are shared', () => {
  const rows = (count: number, from: number): string =>
    Array.from({ length: count }, (_, index) =>
      JSON.stringify({ v: 1, row: 'read', at: from + index, unit: 'a.js#f', body: `b${from + index}` }),
    ).join('\n');

  it('of two clones are merged by git without a conflict, and read from the target alone', async () => {
    const one = await begin();
    const { git } = one;
    const shared = (reader: string, clone: string): string =>
      join(sharedFolder, readerOf(reader), `${clone}.jsonl`).replaceAll('\\', '/');
    const ours = shared('ada@example.com', '0123456789ab');
    const theirs = shared('ada@example.com', 'ba9876543210');
    await git.commit('base', { [ours]: `${rows(2, 0)}\n` });
    await git.git('switch', '-q', '-c', 'laptop');
    await git.commit('laptop', { [theirs]: `${rows(3, 100)}\n` });
    await git.git('switch', '-q', 'main');
    await git.commit('desk', {
      [ours]: `${rows(4, 0)}\n`,
      [shared('bob@example.com', '0123456789ab')]: `${rows(1, 50)}\n`,
    });
    await git.git('merge', '-q', '--no-edit', 'laptop');
    const found = await new CommittedRows({ commonDir: one.commonDir }).at(await git.head());
    expect(found.map(({ reader, row }) => `${reader.slice(0, 3)} ${row.at}`).sort()).toEqual(
      ['ada 0', 'ada 1', 'ada 2', 'ada 3', 'ada 100', 'ada 101', 'ada 102', 'bob 50'].sort(),
    );
    // What stands in the checkout alone was not shared with anybody, and may be written by an agent.
    const file = join(git.path, shared('eve@example.com', '0123456789ab'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${rows(9, 900)}\n`);
    expect(await new CommittedRows({ commonDir: one.commonDir }).at(await git.head())).toHaveLength(8);
  });

  it('count for what is owed here, and twice what stands here too is once', async () => {
    const one = await begin();
    await one.land({ 'b.js': file(total) });
    const body = plainFunctions(total)[0]?.body;
    const row = { v: 1, row: 'answered', at: start, unit: 'b.js#total', body, credit: 0.5, rating: 'good' };
    const path = `${sharedFolder}/${readerOf('bob@example.com')}/0123456789ab.jsonl`;
    await one.git.commit('share', { [path]: `${JSON.stringify(row)}\n` });
    expect(await one.owes()).toBe(9);
    expect((await one.debts.of('me', ada)).repository.owed).toBeCloseTo(4.5, 9);
    const own = `${sharedFolder}/${readerOf(ada.email)}/0123456789ab.jsonl`;
    const mine = one.ledger.rows.map(({ row: known }) => JSON.stringify(known)).join('\n');
    await one.git.commit('share mine', { [own]: `${mine}\n` });
    expect(await one.owes()).toBe(9);
  });
});
