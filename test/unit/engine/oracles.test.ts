import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oracleObjections } from '../../../src/engine/oracles.ts';
import { scriptsOf } from '../../../src/engine/scriptsOf.ts';
import { commandsIn } from '../../../src/engine/shellWords.ts';
import type { FileChange } from '../../../src/model/change.ts';
import { loopFileSchema, toLoop } from '../../../src/model/loopFile.ts';

const base = '0123456789abcdef0123456789abcdef01234567';

const file = (path: string, more: Partial<FileChange> = {}): FileChange => ({
  path,
  status: 'modified',
  oldMode: '100644',
  newMode: '100644',
  oldBlob: base,
  newBlob: base,
  added: 2,
  removed: 1,
  binary: false,
  ...more,
});

const added = (path: string): FileChange => file(path, { status: 'added', oldMode: '000000', removed: 0 });
const grown = (path: string): FileChange => file(path, { removed: 0 });
const deleted = (path: string): FileChange =>
  file(path, { status: 'deleted', newMode: '000000', added: 0, removed: 9 });

function objections(files: readonly FileChange[], policy: object = {}, run = 'npx vitest run'): readonly string[] {
  const loop = toLoop(
    loopFileSchema.parse({
      name: 'x',
      on: 'manual',
      roles: {},
      checks: { tests: run },
      goal: 'checks.tests.passed',
      policy,
    }),
  );
  return oracleObjections({ base, head: base, tree: base, files: [...files] }, loop.policy, loop.checks);
}

describe('tests', () => {
  const test = 'test/a.test.js';

  it.each([['src/a.js', 'src/testing.ts', 'docs/test.md', 'contest/x.js', 'latest.js']])('are not %s', (...paths) =>
    expect(objections(paths.map((path) => deleted(path)))).toEqual([]),
  );

  it.each([
    'test/a.js',
    'src/__tests__/a.js',
    'a.spec.ts',
    'pkg/a_test.go',
    'test_a.py',
    'spec/a_spec.rb',
    'src/AppTest.java',
    'a/.hidden/b.test.mjs',
  ])('are %s', (path) => expect(objections([deleted(path)])).toHaveLength(1));

  it('may grow by default', () => {
    expect(objections([added('test/b.test.js'), grown(test)])).toEqual([]);
  });

  it.each([
    [
      'deleted',
      deleted(test),
      /^test\/a\.test\.js proves the work and may gain tests and lines but lose none; it was deleted: put back what is there in 0123456789ab\.$/,
    ],
    [
      'weakened',
      file(test),
      /was changed \(1 line removed, 2 added\): put back what is there in 0123456789ab\. Write new tests below it\.$/,
    ],
    [
      'made another type of file',
      file(test, { status: 'type-changed', newMode: '120000' }),
      /changed into another type/,
    ],
    ['made executable, or not', file(test, { added: 0, removed: 0, newMode: '100755' }), /given another mode/],
    ['binary and changed', file('test/golden.png', { added: 0, removed: 0, binary: true }), /was changed:/],
  ])('may not be %s', (_, change, expected) => {
    const [said, ...more] = objections([change]);
    expect(said).toMatch(expected);
    expect(more).toEqual([]);
  });

  it('may not be touched at all when frozen, and in any way when free', () => {
    expect(objections([added('test/b.test.js'), grown(test)], { oracles: 'frozen' })).toEqual([
      'test/b.test.js proves the work and may not be touched; it was added: remove it.',
      'test/a.test.js proves the work and may not be touched; it was changed (0 lines removed, 2 added): put back what is there in 0123456789ab.',
    ]);
    expect(objections([deleted(test), file('vitest.config.ts')], { oracles: 'free' })).toEqual([]);
  });

  it('are where the loop says', () => {
    const policy = { 'oracle-paths': ['checks/**'] };
    expect(objections([deleted(test)], policy)).toEqual([]);
    expect(objections([deleted('checks/a.js')], policy)).toHaveLength(1);
  });
});

describe('settings of test runners', () => {
  it.each([
    'vitest.config.ts',
    'packages/a/jest.config.cjs',
    'pytest.ini',
    'tests/conftest.py',
    'tox.ini',
    '.mocharc.json',
    'test/vitest.config.mts',
  ])('are frozen: %s', (path) => {
    expect(objections([grown(path)])).toHaveLength(1);
    expect(objections([added(path)])[0]).toContain(
      'decides which tests are run and may not be touched; it was added: remove it.',
    );
  });

  it.each([
    ['pyproject.toml', 'python -m pytest -q', 1],
    ['pyproject.toml', 'make test', 0],
    ['setup.cfg', 'pytest', 1],
    ['vite.config.ts', 'npx vitest run', 1],
    ['vite.config.ts', 'npm run build', 0],
    ['tsconfig.json', 'npx tsc -p tsconfig.json', 0],
    ['eslint.config.js', 'npx eslint src', 0],
  ])('%s with `%s`: %i', (path, run, count) => expect(objections([grown(path)], {}, run)).toHaveLength(count));
});

describe('package.json', () => {
  const dependency = file('package.json', { added: 1, removed: 1 });

  it('is frozen where a check goes through its scripts', () => {
    expect(objections([dependency], {}, 'npm test')).toEqual([
      'package.json says what the check tests runs and may not be touched; it was changed (1 line removed, 1 added): put back what is there in 0123456789ab. (The author of the loop can allow it: name package.json in policy.allowed-paths.)',
    ]);
  });

  it('is free where no check does', () => {
    expect(objections([dependency], {}, 'npx vitest run')).toEqual([]);
    expect(objections([dependency], {}, 'npm ci && node --test')).toEqual([]);
  });

  it('is free where the loop allows this very file, not by a glob', () => {
    expect(objections([dependency], { 'allowed-paths': ['src/**', 'package.json'] }, 'npm test')).toEqual([]);
    expect(objections([dependency], { 'allowed-paths': ['**'] }, 'npm test')).toHaveLength(1);
  });
});

describe('a script that a check runs', () => {
  it('is frozen, wherever else it would be allowed', () => {
    expect(objections([grown('tools/check.mjs')], {}, 'node tools/check.mjs --all')[0]).toMatch(
      /^tools\/check\.mjs is run by the check tests and may not be touched/,
    );
    expect(objections([grown('src/a.js')], {}, 'node tools/check.mjs src/a.js')).toEqual([]);
  });

  it('is a test first, where it is one', () => {
    expect(objections([grown('test/all.js')], {}, 'node test/all.js')).toEqual([]);
    expect(objections([file('test/all.js')], {}, 'node test/all.js')).toHaveLength(1);
  });
});

describe('scriptsOf', () => {
  it.each([
    ['node tools/check.mjs', ['tools/check.mjs']],
    ['./ci.sh', ['ci.sh']],
    ['bash scripts/x.sh a b', ['scripts/x.sh']],
    ['scripts/x.sh src/a.js', ['scripts/x.sh']],
    ['FOO=1 BAR="a b" node ./x.mjs', ['x.mjs']],
    ['env -i FOO=1 timeout 60s node x.mjs', ['x.mjs']],
    ['npx --yes tsx scripts/x.ts', ['scripts/x.ts']],
    ['node --import ./setup.mjs --test-timeout=5 x.mjs', ['setup.mjs', 'x.mjs']],
    ['node --require=./setup.cjs -r ./other.cjs x.mjs src/a.js', ['setup.cjs', 'other.cjs', 'x.mjs']],
    ['node --test-reporter tap x.mjs', ['tap', 'x.mjs']],
    ['node -e "require(\'./x\')"', []],
    ['node --run test', ['package.json']],
    ['python3.12 tools/x.py && python -m pytest tests/a.py', ['tools/x.py']],
    ['cd packages/a && node ../b/x.mjs; ./y.sh', ['packages/b/x.mjs', 'packages/a/y.sh']],
    ['cd /tmp && ./x.sh', []],
    ['cd "$DIR" && ./x.sh', []],
    ['../outside.sh; /bin/true; ~/x.sh', []],
    ['a | b.sh | ./c.sh > out.txt 2>&1 < ./in.txt', ['c.sh']],
    ['(./a.sh || ./b.sh) & test "$(./c.sh)" = `./d.sh`', ['a.sh', 'b.sh', 'd.sh']],
    ['if ./a.sh; then ! ./b.sh; fi', ['a.sh', 'b.sh']],
    ["bash -c 'cd sub && ./x.sh'", ['sub/x.sh']],
    ["sh -ec './x.sh' # ./y.sh", ['x.sh']],
    ["echo './x.sh; ./y.sh'", []],
    ['./a.sh \\\n  --flag ./b.sh\n./c.sh', ['a.sh', 'c.sh']],
    ['node tools\\check.mjs', ['toolscheck.mjs', 'tools/check.mjs']],
    ['npm test', ['package.json']],
    ['npm t -- --reporter=dot', ['package.json']],
    ['npm run lint --silent', ['package.json']],
    ['npm --prefix web run test', ['web/package.json']],
    ['npm run test -w web', ['package.json', '**/package.json']],
    ['pnpm -r test', ['package.json', '**/package.json']],
    ['pnpm -C web test:unit', ['web/package.json']],
    ['yarn test', ['package.json']],
    ['yarn check-all', ['package.json']],
    ['yarn workspace web test', ['package.json', '**/package.json']],
    ['npm ci && yarn install --frozen-lockfile && pnpm i', []],
    ['npm exec -- vitest run', []],
    ['pnpm exec tsx scripts/x.ts', ['scripts/x.ts']],
    ['bun test', []],
    ['bun run test', ['package.json', 'test']],
    ['bun run scripts/x.ts', ['scripts/x.ts']],
    ['make check', ['Makefile', 'makefile', 'GNUmakefile']],
    ['make -C sub -f rules.mk x', ['sub/rules.mk']],
    ['poetry run pytest', []],
    ['poetry run python tools/x.py', ['tools/x.py']],
    ['deno task test', ['deno.json', 'deno.jsonc']],
    ['./gradlew test', ['gradlew']],
    ['go test ./...', []],
    ['cargo test', []],
    ['npx eslint src/a.js', []],
    ['', []],
  ])('%s', (line, expected) => expect(scriptsOf(line)).toEqual(expected));

  it('is told for any text, and stays inside of the repository', () => {
    const part = fc.constantFrom(
      'node ',
      'bash -c ',
      'cd ',
      '../',
      './',
      'a.sh',
      '"',
      "'",
      '\\',
      '$(',
      ')',
      ';',
      '&&',
      '|',
      '>',
      '\n',
      ' ',
      '#',
      'npm ',
      'test',
      '-C ',
      'make ',
      '--',
      '=',
      '/',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        for (const path of scriptsOf(parts.join(''))) expect(path).not.toMatch(/^\/|^\.\.|\/\.\.(\/|$)|^$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('commandsIn', () => {
  it.each([
    ['a "b c" d\'e f\'"g"', [['a', 'b c', 'de fg']]],
    ['a\\ b "c\\"d" \'e\\f\'', [['a b', 'c"d', 'e\\f']]],
    ['a 2>&1 >out b', [['a', 'b']]],
    ['a;b&&c||d|e&f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['a ""', [['a', '']]],
    ['a "b', [['a', 'b']]],
    ['a#b #c\nd', [['a#b'], ['d']]],
  ])('%j', (line, expected) => expect(commandsIn(line)).toEqual(expected));
});
