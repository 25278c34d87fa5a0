import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitRisk } from '../../../../src/review/risk/risk.ts';
import { plainWorld, seenUnit } from '../../../support/unitsSeen.ts';

/** For each language, lines that carry a sign when they are added. */
const risky: Readonly<Record<string, readonly string[]>> = {
  'src/a.ts': [
    'eval(text);',
    'execSync(command);',
    '} catch {}',
    '// @ts-ignore',
    'fs.rmSync(dir);',
    'await fetch(url);',
    'log(password);',
  ],
  'src/a.py': [
    'os.system(command)',
    'except: pass',
    'requests.get(url, verify=False)',
    'x = 1  # type: ignore',
    'shutil.rmtree(dir)',
  ],
  'src/a.go': [
    '\texec.Command(name)',
    '\tdata, _ := load(path)',
    '\tgo func() {',
    '\tos.RemoveAll(dir)',
    '\thttp.Get(url)',
  ],
  'src/a.rs': ['    unsafe { go() }', '    load().unwrap();', '    Command::new(name);', '    #[allow(dead_code)]'],
  'src/A.java': [
    '} catch (Throwable t) {',
    'Runtime.getRuntime();',
    '@SuppressWarnings("all")',
    'new ProcessBuilder(list);',
  ],
  'test/a.test.ts': ["it.skip('works', () => {", "describe.only('all', () => {", '// eslint-disable-next-line'],
};
const plainLines = [
  'const total = first + second;',
  'if (total > limit) return first;',
  'if (total >= limit) return second;',
  'return total;',
  'throw new Error(name);',
  'x = load(path)',
  '    if ready:',
  '\tif err != nil {',
  'expect(total).toBe(3);',
  'expect(total).toBeTruthy();',
  '} catch (error) {',
  '/* a comment',
  'ends here */',
  "const name = 'it''s';",
  '"""',
  '`',
  '',
  '}',
];

describe('unitRisk', () => {
  it('never falls when a risky line is added', () => {
    const lines = fc.array(fc.constantFrom(...plainLines), { maxLength: 12 });
    const where = fc
      .constantFrom(...Object.keys(risky))
      .chain((path) => fc.tuple(fc.constant(path), fc.constantFrom(...(risky[path] ?? []))));
    fc.assert(
      fc.property(lines, lines, where, fc.boolean(), (removed, added, [path, line], first) => {
        // Not between: there it could be what an empty handler was waiting for.
        const more = first ? [line, ...added] : [...added, line];
        const seen = seenUnit(path, '', '');
        const risk = (of: readonly string[]): number => unitRisk({ ...seen, removed, added: of }, plainWorld).risk;
        expect(risk(more)).toBeGreaterThanOrEqual(risk(added));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(Object.entries(risky))('%s: sees each risky line by itself', (path, lines) => {
    const plain = unitRisk(seenUnit(path, '', 'done();'), plainWorld).risk;
    for (const line of lines)
      expect([line, unitRisk(seenUnit(path, '', line), plainWorld).risk]).toEqual([
        line,
        expect.closeTo(plain + 40, -1.9),
      ]);
  });

  it('says the same twice, in lines without control characters, and always something', () => {
    const path = fc.constantFrom(...Object.keys(risky), 'a.md', 'package.json', 'x.rb', 'b.unknown', 'Dockerfile');
    const text = fc.array(
      fc.oneof(fc.constantFrom(...plainLines, ...Object.values(risky).flat()), fc.string({ unit: 'binary' })),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(path, text, text, (one, removed, added) => {
        const seen = { ...seenUnit(one, '', ''), removed, added };
        const judged = unitRisk(seen, plainWorld);
        expect(unitRisk(seen, plainWorld)).toEqual(judged);
        expect(judged.reasons.length).toBeGreaterThan(0);
        expect(new Set(judged.reasons).size).toBe(judged.reasons.length);
        for (const reason of judged.reasons) expect(reason).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });
});

describe('time', () => {
  /** Whether it once took less than `limit` milliseconds of processor time: the machine does other things too. */
  const takesLess = (limit: number, work: () => void): boolean => {
    for (let tries = 0; tries < 5; tries++) {
      const start = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(start);
      if ((user + system) / 1000 < limit) return true;
    }
    return false;
  };

  it.each(Object.keys(risky))('%s: judges 50,000 lines in a moment', (path) => {
    const some = [...plainLines, ...(risky[path] ?? [])];
    const removed = Array.from({ length: 25_000 }, (_, index) => `${some[index % some.length]} ${index}`);
    const added = removed.map((line) => line.replace('first', 'last'));
    const half = { ...seenUnit(path, '', ''), removed, added };
    const fresh = { ...half, removed: [], added: [...removed, ...added] };
    expect(takesLess(400, () => unitRisk(half, plainWorld))).toBe(true);
    expect(takesLess(400, () => unitRisk(fresh, plainWorld))).toBe(true);
  });

  it.each([
    ...[
      'if (a) {',
      '"',
      "'",
      '`',
      '/*',
      '(',
      '<',
      ' ',
      'SELECT a ',
      'a && ',
      '/',
      '\\',
      '[',
      '${',
      'export {',
      'it(',
      '@',
    ],
    ...['catch (', 'err != nil', '.catch(() =>', '=> {', 'return err ', 'expect(', 'assert ', '"a": "1', '#', '"""'],
  ])('is not led astray by %s over and over', (piece) => {
    const long = piece.repeat(200_000 / piece.length);
    for (const path of ['src/a.ts', 'test/a_test.py', 'src/a.go', 'src/a.rs', 'package.json']) {
      const line = { ...seenUnit(path, '', ''), removed: [long], added: [`${long} `, long.slice(1)] };
      expect([path, takesLess(100, () => unitRisk(line, plainWorld))]).toEqual([path, true]);
      const lines = { ...line, removed: [], added: Array.from({ length: 10_000 }, () => piece) };
      expect([path, takesLess(200, () => unitRisk(lines, plainWorld))]).toEqual([path, true]);
    }
  });
});
