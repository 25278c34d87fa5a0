import { afterEach, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { Ledger } from '../../../src/runner/understanding/ledger.ts';
import { readerOf } from '../../../src/runner/understanding/readerOf.ts';
import { Lives } from '../../support/lives.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { PatientPerson } from '../../support/patientPerson.ts';

const total = `export function totalOf(items, limit) {
  let sum = 0;
  for (const item of items) {
    if (item.price > limit) continue;
    sum += item.price;
  }
  return sum;
}
`;
const file = '.loops/tidy.loop.yaml';
const author = readerOf('author@example.com');

/** A loop that writes this file, and is done when it is there. */
function writing(path: string, text: string, policy: string): Record<string, string> {
  const make = [
    "import { mkdirSync, writeFileSync } from 'node:fs';",
    "import { dirname } from 'node:path';",
    `mkdirSync(dirname(${JSON.stringify(path)}), { recursive: true });`,
    // Names in it are no callers of what it writes.
    `writeFileSync(${JSON.stringify(path)}, Buffer.from('${Buffer.from(text).toString('base64')}', 'base64'));`,
  ];
  return {
    'tools/make.mjs': make.join('\n'),
    'src/use.js': "import { totalOf } from './sum.js';\nexport const all = () => totalOf([], 1);\n",
    [file]: [
      'name: tidy',
      'on: manual',
      'roles: { maker: { agent: command, run: node tools/make.mjs } }',
      `checks: { there: "test -e ${path}" }`,
      'goal: checks.there.passed',
      'budget: { max-iterations: 2 }',
      `policy: ${policy}`,
    ].join('\n'),
  };
}

let repository: LoopRepository | undefined;
let lives: Lives | undefined;
afterEach(async () => {
  await lives?.killAll();
  await repository?.dispose();
  repository = undefined;
  lives = undefined;
});

describe('what a run leaves in the ledger of the real runner', () => {
  it('is owed by who let it land, less what they read, and told of its lines later', { timeout: 120_000 }, async () => {
    repository = await LoopRepository.create(() => writing('src/sum.js', total, '{ oracles: free }'));
    const loop = repository;
    const { run } = await loop.ask('start', { file, uncommitted: false });
    const waiting = await loop.until(run, 'waiting');
    const head = waiting.change?.head ?? expect.unreachable();
    await loop.land(waiting);

    // By hand: 8 lines; the function is named in src/use.js, twice, so that w = 1 + 0.25·log2(1 + callers).
    const { units, ...sums } = await loop.ask('debt', { of: 'me' });
    const [unit] = units;
    expect(unit).toMatchObject({ unit: 'src/sum.js#totalOf', line: 1, lines: 8, evidence: 0 });
    expect(unit?.weight).toBeCloseTo(1 + 0.25 * Math.log2(1 + 2), 9);
    expect(sums.mine.owed).toBeCloseTo(8 * (unit?.weight ?? 0), 9);
    expect(sums.repository).toEqual(sums.mine);

    const [record] = await loop.ask('why', { path: 'src/sum.js', line: 4 });
    expect(record).toMatchObject({ loop: 'tidy', run, why: 'checks.there.passed', misses: 0 });
    expect(record?.units).toEqual([{ unit: 'src/sum.js#totalOf', asLanded: true }]);
    expect(await loop.ask('why', { path: 'src/use.js' })).toEqual([]);

    const ledger = await Ledger.open({ commonDir: loop.commonDir, clock: Date.now });
    const rows = ledger.rows.filter(({ reader }) => reader === author).map(({ row }) => row);
    await ledger.close();
    expect(rows).toMatchObject([{ row: 'landed', run, units: [{ unit: 'src/sum.js#totalOf', lines: 8, size: 8 }] }]);
    const read = { run, head, units: ['src/sum.js#totalOf', 'src/use.js#all'] };
    await loop.ask('readUnits', read);
    await loop.ask('readUnits', read);
    const after = await loop.ask('debt', { of: 'me' });
    expect(after.mine.owed).toBeCloseTo(sums.mine.owed * 0.8, 2);
    await expect(loop.ask('readUnits', { ...read, head: 'f'.repeat(40) })).rejects.toThrow(/other-head/);

    await loop.git.commit('by hand', { 'src/sum.js': total.replace('let sum = 0', 'let sum = 1') });
    const edited = await loop.ask('debt', { of: 'me' });
    expect(edited.mine.owed).toBeCloseTo(sums.mine.owed * (1 - 0.2 * (7 / 8)), 2);
    expect(edited.units[0]?.why).toContain('You looked at it today');
    expect((await loop.ask('why', { path: 'src/sum.js' }))[0]?.units).toEqual([
      { unit: 'src/sum.js#totalOf', asLanded: false },
    ]);
    expect(await loop.quiet()).toEqual([]);
  });

  it('is never the ledger itself: a change that touches it is refused, whatever the policy allows', {
    timeout: 60_000,
  }, async () => {
    const path = '.loops/comprehension/author-example-com-00000000/0123456789ab.jsonl';
    const allowed = '{ allowed-paths: [".loops/**"], oracles: free, sandbox: off }';
    repository = await LoopRepository.create(() => writing(path, '{}\n', allowed));
    const { run } = await repository.ask('start', { file, uncommitted: false });
    const ended: RunDetail = await repository.until(run, 'gave-up');
    expect(ended.items[0]?.iterations.at(-1)?.reasons.join('\n')).toContain(
      `${path} belongs to the comprehension ledger: only people say what people understood. It was added: remove it.`,
    );
    expect(await repository.git.git('ls-tree', '-r', '--name-only', 'main')).not.toContain('comprehension');
    expect(await repository.quiet()).toEqual([]);
  });

  it.runIf(process.platform !== 'win32')(
    'is written at the next start, once, when the runner is killed between the landing and its row',
    { timeout: 120_000 },
    async () => {
      repository = await LoopRepository.create(() => writing('src/sum.js', total, '{ oracles: free }'));
      const loop = repository;
      lives = new Lives(loop);
      const person = new PatientPerson(loop);
      await lives.begin();
      const run = await person.start(file);
      const waiting = await person.until(run, ({ status }) => status === 'waiting');
      const [first] = lives.all;
      if (first !== undefined) await lives.kill(first);
      // The seventh record after the word of the person is that the landing is done.
      const doomed = await lives.begin('fsync.after:7');
      const [item] = waiting.items;
      const said = item === undefined ? Promise.resolve() : person.sayYes(waiting, item);
      expect((await doomed.over).signal).toBe('SIGKILL');
      expect(await loop.git.git('log', '-1', '--format=%(trailers:key=Loop-Run,valueonly)', 'main')).toContain(run);
      const before = await Ledger.open({ commonDir: loop.commonDir, clock: Date.now });
      expect(before.rows).toEqual([]);
      await before.close();

      for (let start = 0; start < 2; start++) {
        const life = await lives.begin();
        await said;
        const { units } = await person.ask('debt', { of: 'me' });
        expect(units.map(({ unit, lines }) => [unit, lines])).toEqual([['src/sum.js#totalOf', 8]]);
        await lives.kill(life);
      }
      const after = await Ledger.open({ commonDir: loop.commonDir, clock: Date.now });
      expect(after.rows.map(({ reader, row }) => [reader, row.row])).toEqual([[author, 'landed']]);
      await after.close();
      person.leave();
    },
  );
});
