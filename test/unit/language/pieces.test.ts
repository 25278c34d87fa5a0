import { describe, expect, it } from 'vitest';
import { isMap, isScalar, parseDocument, type Scalar } from 'yaml';
import { globFault } from '../../../src/language/globFault.ts';
import { LineIndex } from '../../../src/language/lineIndex.ts';
import { cannotFail } from '../../../src/language/lints/checks.ts';
import { covers } from '../../../src/language/lints/policy.ts';
import { secretIn } from '../../../src/language/lints/secrets.ts';
import { editDistance, nearest } from '../../../src/language/near.ts';
import { branchFault, revisionFault } from '../../../src/language/refName.ts';
import { scalarOffsets } from '../../../src/language/scalarOffsets.ts';
import { snakeCase } from '../../../src/language/shape.ts';
import { filledForm } from '../../../src/language/templates.ts';
import { templatePath, templatesIn } from '../../../src/model/templatePath.ts';

describe('nearest', () => {
  it.each([
    ['buget', 'budget'],
    ['max-iteration', 'max-iterations'],
    ['maxIterations', 'max-iterations'],
    ['max_iterations', 'max-iterations'],
    ['gaol', 'goal'],
    ['BUDGET', 'budget'],
    ['something', undefined],
    ['x', undefined],
  ])('%s is %s', (word, expected) => {
    expect(nearest(word, ['budget', 'max-iterations', 'goal', 'checks'])).toBe(expected);
  });

  it('counts a swap as one edit', () => {
    expect(editDistance('gaol', 'goal')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('abc', 'abc')).toBe(0);
  });

  it('counts edits up to a limit alike, and more as more', () => {
    const words = ['', 'a', 'goal', 'gaol', 'ogla', 'budget', 'bugdet', 'max-iterations', 'iterations-max', 'tegdub'];
    for (const a of words) {
      for (const b of words) {
        const edits = editDistance(a, b);
        expect(editDistance(b, a)).toBe(edits);
        for (const most of [0, 1, 3, 8]) {
          if (edits <= most) expect(editDistance(a, b, most), `${a} ${b}`).toBe(edits);
          else expect(editDistance(a, b, most), `${a} ${b}`).toBeGreaterThan(most);
        }
      }
    }
  });
});

describe('scalarOffsets', () => {
  it.each([
    ['plain', 'v: a b c\n'],
    ['plain over lines', 'v: a b\n   c d\n   e\n'],
    ['double quotes', 'v: "a\\tb \\u0041 \\"c\\" d"\n'],
    ['single quotes', "v: 'it''s ''''x'\n"],
    ['literal block', 'v: |\n  a\n    b\n\n  c\n'],
    ['folded block', 'v: >-\n  a b\n  c\n\n  d\n'],
    ['CR LF', 'v: |\r\n  a\r\n  b\r\n'],
  ])('point at the letters of a value: %s', (_, text) => {
    const { contents } = parseDocument(text);
    const scalar = isMap(contents) ? contents.get('v', true) : undefined;
    if (!isScalar(scalar)) throw new Error('no scalar');
    const value = String(scalar.value);
    const offsets = scalarOffsets(text, scalar as Scalar);
    expect(offsets).toHaveLength(value.length + 1);
    const letters = [...value].flatMap((letter, index) =>
      /[b-z']/.test(letter) ? [[letter, text[offsets[index] ?? -1]]] : [],
    );
    expect(letters.length).toBeGreaterThan(0);
    for (const [letter, found] of letters) expect(found).toBe(letter);
    for (const [index, offset] of offsets.entries()) expect(offset).toBeGreaterThanOrEqual(offsets[index - 1] ?? 0);
  });
});

describe('LineIndex', () => {
  it('counts LF, CR LF and CR, in UTF-16 units', () => {
    const lines = new LineIndex('a🦊b\r\nc\rd\n');
    expect(lines.positionAt(4)).toEqual({ line: 0, character: 4 });
    expect(lines.positionAt(6)).toEqual({ line: 1, character: 0 });
    expect(lines.offsetAt({ line: 2, character: 1 })).toBe(9);
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(4);
    expect(lines.positionAt(99)).toEqual({ line: 3, character: 0 });
    expect(lines.line(0)).toBe('a🦊b');
  });
});

describe('cannotFail', () => {
  it.each([
    'true',
    ':',
    'exit 0',
    'echo ok',
    'npm test || true',
    'npm test || exit 0',
    'npm test || echo no',
    'npm test; true',
    'npm test\necho done',
  ])('%s', (command) => expect(cannotFail(command)).toBeDefined());
  it.each([
    'npm test',
    'npm test && echo ok',
    'set -e\nnpm test\necho done',
    'true && npm test',
    'echo "$(npm test)"',
    'test "$(echo x)" = x',
    "node -e 'a || true'",
    'a || b',
    'echo x | grep y',
  ])('not %s', (command) => expect(cannotFail(command)).toBeUndefined());
});

describe('names for git', () => {
  it.each(['main', 'feature/x-1', 'loops/a/b', 'v1.2', 'ü'])('%s is a branch', (name) =>
    expect(branchFault(name)).toBeUndefined(),
  );
  it.each([
    '-x',
    'a..b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.',
    'a.lock',
    'a.lock/b',
    'a@{1}',
    '@',
    'HEAD',
    'refs/heads/a',
    'a\x7f',
    'a\\b',
    'a*',
  ])('%s is none', (name) => expect(branchFault(name)).toBeDefined());
  it.each(['HEAD', 'main~2', 'v1.0^{commit}', 'abc123', 'origin/main'])('%s names a commit', (name) =>
    expect(revisionFault(name)).toBeUndefined(),
  );
  it.each(['-x', '--all', 'a..b', 'a b', ':/fix', 'a\nb'])('%s names none', (name) =>
    expect(revisionFault(name)).toBeDefined(),
  );
});

describe('globs', () => {
  it.each(['src/**', '**/*.ts', '*.{js,ts}', 'a/[bc].js', 'package.json', '.github/**'])('%s', (glob) =>
    expect(globFault(glob)).toBeUndefined(),
  );
  it.each(['/src', 'C:/x', '../x', 'a/../b', './a', 'a\\b', '!a', ' a', 'a/', '{a', 'a]', '@(a|b)', '*'.repeat(17)])(
    'not %s',
    (glob) => expect(globFault(glob)).toBeDefined(),
  );
  it('cover each other', () => {
    expect(covers('src/**', 'src/a/*.js')).toBe(true);
    expect(covers('**', 'a')).toBe(true);
    expect(covers('src/**', 'srcs/a')).toBe(false);
    expect(covers('src/*.js', 'src/**')).toBe(false);
  });
});

describe('secrets', () => {
  it.each([
    `ghp_${'a1'.repeat(18)}`,
    `curl -H "Authorization: Bearer ${'abcd'.repeat(6)}"`,
    `sk-ant-${'x'.repeat(40)}`,
    `AKIA${'A'.repeat(16)}`,
    'git clone https://me:hunter22@example.com/x',
    '-----BEGIN RSA PRIVATE KEY-----',
  ])('%s', (text) => expect(secretIn(text)).toBeDefined());
  it.each([
    'npm test',
    'curl -H "Authorization: Bearer $TOKEN"',
    'https://example.com:8080/a',
    'sk-test',
    'https://$USER:$PASS@example.com',
  ])('not %s', (text) => expect(secretIn(text)).toBeUndefined());
});

describe('templates', () => {
  it.each([
    ['item.test_id', ['test_id']],
    ['item.tests[0].name-1', ['tests', 0, 'name-1']],
    ['inputs.min_failures', ['min_failures']],
    ['run.id', ['id']],
    ['trigger.about', ['about']],
  ])('%s is a path', (name, steps) => {
    expect(templatePath(name)).toMatchObject({ ok: true, value: { steps } });
  });

  it.each([
    ['item', 'syntax'],
    ['', 'syntax'],
    ['item.a + 1', 'syntax'],
    ['item.', 'syntax'],
    ['item["a"]', 'syntax'],
    [`item${'.a'.repeat(9)}`, 'syntax'],
    ['env.HOME', 'root'],
    ['constructor.name', 'root'],
    ['run.branch', 'field'],
    ['run.id.x', 'field'],
    ['loop.constructor', 'field'],
  ])('%s is none', (name, kind) => {
    expect(templatePath(name)).toMatchObject({ ok: false, error: { kind } });
  });

  it('are found closed and open', () => {
    expect(templatesIn('a ${{ b }} ${{ c').map(({ name }) => name)).toEqual(['b', undefined]);
    expect(filledForm('loops/${{ loop.name }}/${{run.id}}')).toBe('loops/x/x');
  });
});

describe('snakeCase', () => {
  it.each([
    ['unit-tests', 'unit_tests'],
    ['unitTests', 'unit_tests'],
    ['9lives', 'lives'],
    ['---', 'check'],
    ['Ünit', 'nit'],
  ])('%s is %s', (id, expected) => {
    expect(snakeCase(id)).toBe(expected);
    expect(snakeCase(id)).toMatch(/^[a-z][a-z0-9_]*$/);
  });
});
