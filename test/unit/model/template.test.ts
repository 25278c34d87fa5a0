import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchSafe, fillBranch, fillTemplate, type TemplateContext } from '../../../src/model/template.ts';

const context: TemplateContext = {
  item: {
    id: 'i-1',
    file: 'src/a b.ts',
    n: 3,
    tags: ['x', { y: 'z' }],
    'test-id': 't',
    none: null,
    hostile: '${{ run.id }} $(rm -rf ~)\n--force',
  },
  inputs: { min: 2, on: true },
  run: { id: 'r-9' },
  loop: { name: 'tidy' },
  trigger: { kind: 'push', about: 'main 1a2b → 3c4d' },
};

const filled = (text: string): string => {
  const said = fillTemplate(text, context);
  return said.ok ? said.value : `ERROR ${said.error}`;
};

describe('a template', () => {
  it.each([
    ['no template', 'no template'],
    ['a ${{ item.file }} b', 'a src/a b.ts b'],
    ['${{item.n}}/${{ inputs.on }}/${{ run.id }}-${{ loop.name }}', '3/true/r-9-tidy'],
    ['${{ item.tags }}', '["x",{"y":"z"}]'],
    ['${{ item.tags[1].y }}', 'z'],
    ['${{ item.test-id }}', 't'],
    ['${{ item.none }}', 'null'],
    ['${{ trigger.kind }}: ${{ trigger.about }}', 'push: main 1a2b → 3c4d'],
  ])('%s', (text, expected) => expect(filled(text)).toBe(expected));

  it('takes a value as it is, and fills nothing into it', () => {
    expect(filled('${{ item.hostile }}')).toBe('${{ run.id }} $(rm -rf ~)\n--force');
  });

  it.each([
    ['${{ item.gone }}', /^ERROR there is no item\.gone: item has id, file, n, tags, test-id, none, hostile$/],
    ['${{ item.tags[7] }}', /item\.tags is a list of 2/],
    ['${{ item.n.x }}', /item\.n is a number/],
    ['${{ item.none.x }}', /item\.none is null/],
    ['${{ item.constructor }}', /there is no item\.constructor/],
    ['${{ item.__proto__ }}', /there is no item\.__proto__/],
    ['${{ inputs.gone }}', /inputs has min, on/],
    ['${{ secrets.x }}', /there is no secrets; there are: item, inputs, run, loop, trigger/],
    ['${{ run.cost }}', /there is no field cost; there are: id/],
    ['${{ item.n + 1 }}', /no path/],
    ['${{ item.n', /not closed/],
    ['${{ item.n }}'.repeat(201), /more than 200/],
  ])('says what is missing: %s', (text, expected) => expect(filled(text)).toMatch(expected));

  it('has a largest value and a largest text', () => {
    const large = { ...context, item: { a: 'x'.repeat(60_000), b: 'x'.repeat(70_000) } };
    expect(fillTemplate('${{ item.b }}', large).ok).toBe(false);
    expect(fillTemplate('${{ item.a }}', large).ok).toBe(true);
    expect(fillTemplate('${{ item.a }}'.repeat(5), large).ok).toBe(false);
  });
});

describe('branchSafe', () => {
  it.each([
    ['loops/tidy/r-1/item-2', 'loops/tidy/r-1/item-2'],
    ['a b', 'a-b'],
    ['a\nb\t\u0000c', 'a-b-c'],
    ['a..b...c', 'a-b-c'],
    ['~^:?*[\\', 'work'],
    ['-x', 'x'],
    ['x.lock', 'x'],
    ['x.lock.lock/y.LOCK', 'x/y'],
    ['a@{1}', 'a-1}'],
    ['@', 'work'],
    ['', 'work'],
    ['/', 'work'],
    ['..', 'work'],
    ['a//b/', 'a/b'],
    ['.hidden/.x', 'hidden/x'],
    ['HEAD', 'head'],
    ['a/nul/COM1.txt', 'a/nul-/COM1-.txt'],
    [`nul.${'y'.repeat(99)}`, `nul-.${'y'.repeat(95)}`],
    ['größe/日本', 'größe/日本'],
    ['a\u202eb\u200bc', 'a-b-c'],
    ['a\ud800b', 'a-b'],
    [`x/${'y'.repeat(300)}`, `x/${'y'.repeat(100)}`],
  ])('%j is %j', (name, safe) => expect(branchSafe(name)).toBe(safe));

  it('makes of any text a short name that git takes, and leaves that as it is', () => {
    const names = new Set<string>();
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('.lock', '..', '@{', '/', '.', '-', 'nul', '@', 'HEAD'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const safe = branchSafe(parts.join(''));
        expect(branchSafe(safe)).toBe(safe);
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(200);
        names.add(safe);
      }),
      { numRuns: 1500 },
    );
    expect(names.size).toBeGreaterThan(300);
    // git itself is asked for a part of them: each costs a process.
    for (const name of [...names].slice(0, 60)) {
      expect(execFileSync('git', ['check-ref-format', '--branch', name], { encoding: 'utf8' }).trim()).toBe(name);
    }
  });
});

describe('fillBranch', () => {
  it('makes no folders of values', () => {
    expect(fillBranch('loops/x/${{ item.file }}/${{ run.id }}', context)).toEqual({
      ok: true,
      value: 'loops/x/src-a-b.ts/r-9',
    });
    expect(fillBranch('loops/${{ item.hostile }}', context)).toEqual({
      ok: true,
      value: 'loops/${{-run.id-}}-$(rm--rf--)--force'.replace(/-{2,}/g, '-'),
    });
    expect(fillBranch('${{ item.gone }}', context).ok).toBe(false);
  });
});
