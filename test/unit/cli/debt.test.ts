import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { debtSchema, landingRecordSchema } from '../../../src/model/debt.ts';
import { Ledger } from '../../../src/runner/understanding/ledger.ts';
import { rowsOf } from '../../../src/runner/understanding/ledgerFile.ts';
import { readerOf } from '../../../src/runner/understanding/readerOf.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { answered, dayMs, landed, landedUnit, of, standing } from '../comprehension/debt/ledgerRows.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const author = 'author@example.com';
let git: TemporaryRepository;
let runner = new FakeRunner();
beforeEach(async () => {
  git = await TemporaryRepository.create({ files: { 'src/a.js': 'function f() {}\n' } });
  runner = new FakeRunner();
});
afterEach(() => git.dispose());

const ada = readerOf('ada@example.com');
const f = 'src/a.js#f';
const debt = async (...args: readonly string[]) => (await call(runner, ['debt', ...args], { folder: git.path })).out;

describe('debt', () => {
  it('lists what the asking person owes with places and reasons, and says how to pay', async () => {
    const units = [landedUnit(f, { callers: 3 }), landedUnit('src/b\u001b.js#g', { lines: 7, weight: 2, callers: 0 })];
    const rows = of(ada, landed(units, { at: Date.now() }), answered('src/b\u001b.js#g', { at: Date.now() }));
    runner.landings = { rows, standing: [standing(f, { line: 12 }), standing('src/b\u001b.js#g')] };
    const lines = (await debt()).split('\n');
    expect(lines[0]).toBe('Ada <ada@example.com> owes 183 lines, about 37 minutes of reading.');
    expect(lines[1]).toBe(
      'The repository owes 183 lines, about 37 minutes of reading that nobody has shown to understand.',
    );
    expect(lines[3]).toMatch(
      /^180 {2}src\/a\.js:12 +f {2}120 lines by 1 landing, used in 3 places\. You have not shown to know it\.$/,
    );
    expect(lines[4]).toMatch(
      /^ {2}3 {2}src\/b\\u\{1b\}\.js:1 +g {2}7 lines .*counts twice\. You showed to know it today: 80 % of it is paid\.$/,
    );
    expect(lines.at(-2)).toBe('next: loopwright quiz');
    const json = debtSchema.parse(JSON.parse(await debt('--json')));
    expect(json.units.map(({ name }) => name)).toEqual(['f', 'g']);
  });

  it('lists 20 units unless all are wanted, and tells the repository from the person', async () => {
    const units = Array.from({ length: 25 }, (_, index) => landedUnit(`src/a.js#f${index}`, { callers: 0, lines: 2 }));
    const rows = of(readerOf('bob@example.com'), landed(units, { at: Date.now() - dayMs }));
    runner.landings = { rows, standing: units.map(({ unit }) => standing(unit)) };
    expect(await debt()).toContain('Ada <ada@example.com> owes nothing.');
    expect(await debt()).toContain('You owe nothing: go on.');
    const text = await debt('--repository');
    expect(text).toContain('Nobody has shown to know it.');
    expect(text).toContain('and 5 more: loopwright debt --all');
    expect(await debt('--repository', '--all')).toContain('f24');
  });
});

describe('debt --share', () => {
  const share = () => call(runner, ['debt', '--share', '--json'], { folder: join(git.path, 'src') });

  it('copies the own ledger of this clone into the checkout, without misses, and only ever grows it', async () => {
    const empty = await share();
    expect(empty.exit).toBe(1);
    expect(empty.err).toContain('nothing to share yet');
    const ledger = await Ledger.open({ commonDir: join(git.path, '.git'), clock: () => 1 });
    const { v: _, ...row } = landed([landedUnit(f)], { misses: 3 });
    await ledger.append(readerOf(author), [row]);
    await ledger.append(readerOf('bob@example.com'), [row]);
    const first = await share();
    expect(JSON.parse(first.out)).toEqual({
      file: `.loops/comprehension/${readerOf(author)}/${ledger.clone.id}.jsonl`,
      rows: 1,
    });
    const { file } = JSON.parse(first.out) as { file: string };
    const before = await git.read(file);
    expect(rowsOf(before)).toMatchObject([{ row: 'landed', misses: 0 }]);
    await ledger.append(readerOf(author), [{ row: 'read', at: 2, unit: f, body: 'b' }]);
    await ledger.close();
    expect(JSON.parse((await share()).out)).toMatchObject({ rows: 2 });
    expect((await git.read(file)).startsWith(before)).toBe(true);
    // Nothing was committed, and nobody else's is there.
    expect(await git.git('status', '--porcelain', '-uall')).toBe(`?? ${file}`);
    expect(runner.connections).toBe(0);
  });
});

describe('why', () => {
  it('tells what landings left to be known of a place, newest first, by whatever folder it is named', async () => {
    const rows = of(
      ada,
      landed([landedUnit(f)], {
        ...{ at: 1000, what: 'Round \u202eprices', misses: 1, overridden: 'a fire', despiteDebt: 'the same' },
        ...{ takenOut: ['src/a.js: we have a helper'], remarks: ['src/a.js:4: why twice?'] },
      }),
      landed([landedUnit(f, { body: 'newer' })], { run: 'run-2', at: 2000, what: 'Second' }),
    );
    runner.landings = { rows, standing: [standing(f, { body: 'newer', line: 3, lines: 9 })] };
    const told = await call(runner, ['why', 'a.js:4'], { folder: join(git.path, 'src') });
    expect(told.exit).toBe(0);
    expect(runner.asked).toContain('why src/a.js 4');
    expect(told.out.indexOf('Second')).toBeLessThan(told.out.indexOf('prices'));
    for (const part of [
      `${f} (changed since)`,
      'taken out: src/a.js: we have a helper',
      'remark: src/a.js:4: why twice?',
      'missed: 1 prompt about it',
      'landed without being understood: a fire',
      'started in spite of the debt: the same',
      'Round \\u{202e}prices',
    ]) {
      expect(told.out).toContain(part);
    }
    expect(told.out).not.toContain('ada');
    const json = await call(runner, ['why', 'src/a.js', '--json'], { folder: git.path });
    expect(
      landingRecordSchema
        .array()
        .parse(JSON.parse(json.out))
        .map(({ run }) => run),
    ).toEqual(['run-2', 'run-1']);
  });

  it('says that nothing is known of other places, and refuses those outside', async () => {
    expect((await call(runner, ['why', 'src/a.js:1'], { folder: git.path })).out).toContain('No landing that is known');
    const outside = await call(runner, ['why', '../x.js'], { folder: git.path });
    expect(outside.exit).toBe(2);
  });
});

describe('run --despite-debt', () => {
  it('hands the reason over', async () => {
    await git.commit('loop', { '.loops/triage.loop.yaml': 'name: triage\n' });
    await call(runner, ['run', 'triage', '--despite-debt', 'a fire'], { folder: git.path });
    expect(runner.despite).toEqual(['a fire']);
  });
});
