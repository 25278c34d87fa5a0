import { describe, expect, it } from 'vitest';
import { fileKindOf } from '../../../../src/review/fileKind.ts';
import { protectedBy } from '../../../../src/review/risk/protectedPaths.ts';
import { fileRisk, unitRisk } from '../../../../src/review/risk/risk.ts';
import type { RiskWorld } from '../../../../src/review/risk/seen.ts';
import { callerNames } from '../../../../src/review/risk/signatures.ts';
import { changedFile, plainWorld, seenUnit } from '../../../support/unitsSeen.ts';

const alone = (path: string, more: Parameters<typeof changedFile>[1] = {}, world: RiskWorld = plainWorld) =>
  fileRisk(changedFile(path, more), fileKindOf(path), [], world);

describe('fileRisk', () => {
  it('goes by what a file is for where nothing else is known', () => {
    const paths = [
      ...[
        '.gitlab-ci.yml',
        'src/a.ts',
        'a.yaml',
        'package.json',
        'test/a.ts',
        'a.csv',
        'a.md',
        'dist/a.js',
        'yarn.lock',
      ],
    ];
    const risks = paths.map((path) => alone(path).risk);
    expect(risks).toEqual([...risks].sort((a, b) => b - a));
    expect(alone('package.json').reasons[0]).toBe('names the dependencies');
    expect(alone('yarn.lock').reasons).toEqual(['lockfile: read the manifest instead', '2 lines']);
    expect(alone('src/a.ts').reasons).toEqual(['2 lines']);
    expect(alone('src/a.ts', { added: 0, removed: 0 }).reasons).toEqual(['code']);
  });

  it.each([
    [changedFile('run.sh', { newMode: '100755' }), 'becomes executable'],
    [changedFile('run.sh', { status: 'added', oldMode: '000000', newMode: '100755' }), 'a new executable file'],
    [changedFile('run.sh', { oldMode: '100755' }), 'is no longer executable'],
    [changedFile('notes.md', { status: 'type-changed', newMode: '120000' }), 'becomes a symbolic link'],
    [changedFile('notes.md', { status: 'type-changed', oldMode: '120000' }), 'was a symbolic link'],
    [changedFile('notes.md', { oldMode: '120000', newMode: '120000' }), 'a symbolic link points elsewhere'],
    [
      changedFile('dep', { status: 'added', oldMode: '000000', newMode: '160000' }),
      'another repository inside this one',
    ],
    [changedFile('src/auth/login.ts'), 'its name speaks of access, secrets, money or stored data'],
    [changedFile('AGENTS.md'), 'tells agents what to do'],
    [changedFile('test/a.test.ts', { status: 'deleted', newMode: '000000' }), 'a test is deleted'],
    [changedFile('test/a.test.ts', { added: 1, removed: 9 }), 'a test loses lines'],
    [changedFile('src/a.ts', { status: 'deleted', newMode: '000000' }), 'is deleted'],
    [changedFile('src/a.ts', { added: 300 }), 'large: 301 lines'],
    [changedFile('logo.png', { binary: true, added: 0, removed: 0 }), 'binary: its lines cannot be compared'],
  ])('$path: says %#', (one, reason) => {
    const kind = fileKindOf(one.path);
    const judged = fileRisk(one, kind, [], plainWorld);
    expect(judged.reasons).toContain(reason);
    expect(judged.risk).toBeGreaterThan(fileRisk(changedFile('README.md'), 'docs', [], plainWorld).risk);
    expect(judged.risk).toBeGreaterThan(fileRisk({ ...one, ...plainFile, path: 'x' }, kind, [], plainWorld).risk);
  });

  it('takes a file that can be run for a program, whatever its name', () => {
    const asProgram = alone('bin/tool', { oldMode: '100755', newMode: '100755' });
    expect(asProgram.risk).toBe(alone('bin/tool.js').risk);
    expect(asProgram.risk).toBeGreaterThan(alone('bin/tool').risk);
  });

  it('is as risky as its riskiest unit, and tells its reasons', () => {
    const mild = unitRisk(seenUnit('src/a.ts', 'one();', 'two();'), plainWorld);
    const grave = unitRisk(seenUnit('src/a.ts', 'if (a) one();', 'if (!a) one();'), plainWorld);
    const judged = fileRisk(changedFile('src/a.ts'), 'code', [mild, grave], plainWorld);
    expect(judged).toEqual({ risk: grave.risk, reasons: ['a condition changed: "a" became "!a"', '2 lines'] });
    expect(grave.risk).toBeGreaterThan(mild.risk);
  });

  it('knows what is protected, owned, and a lockfile that moved alone', () => {
    const policy = { 'protected-paths': ['src/core/**'], oracles: 'frozen' as const, 'oracle-paths': undefined };
    const world: RiskWorld = {
      ...plainWorld,
      protectedBy: protectedBy(policy),
      ownersOf: (path) => (path.startsWith('src/') ? ['@core', '@a', '@b', '@c'] : []),
      touches: (path) => path === 'sub/package.json',
    };
    expect(alone('src/core/a.ts', {}, world).reasons).toEqual([
      'the loop protects src/core/**',
      'owned by @core, @a, @b and 1 more',
      '2 lines',
    ]);
    expect(alone('.github/x.yml', {}, world).reasons[0]).toBe(
      'no loop may change it: rules, builds, editor or git settings',
    );
    expect(alone('test/a.ts', {}, world).reasons[0]).toBe('the loop has frozen its tests');
    expect(alone('src/b.ts', {}, world).reasons[0]).not.toContain('protects');
    expect(alone('yarn.lock', {}, world).reasons).toContain('package.json beside it did not change');
    expect(alone('sub/yarn.lock', {}, world).reasons).not.toContain('package.json beside it did not change');
    expect(protectedBy({ ...policy, oracles: 'add' })('test/a.ts')).toBeUndefined();
  });
});

describe('signatures', () => {
  const changed = seenUnit(
    'src/a.ts',
    'export function parse(text: string) {',
    'export function parse(text: string, deep: boolean) {',
    {
      unit: { name: 'Reader.parse', kind: 'method' },
      signature: {
        base: 'export function parse(text: string)',
        head: 'export function parse(text: string, deep: boolean)',
      },
    },
  );
  const counting = (count: number): RiskWorld => ({ ...plainWorld, callersOf: () => count });

  it('tells callers, who weigh more the more there are', () => {
    expect(callerNames(changed)).toEqual(['parse']);
    expect(unitRisk(changed, counting(3)).reasons[0]).toBe('its signature changed, 3 places name it');
    expect(unitRisk(changed, counting(1)).reasons[0]).toBe('its signature changed, 1 place names it');
    expect(unitRisk(changed, plainWorld).reasons[0]).toBe('its signature changed');
    expect(unitRisk(changed, counting(30)).risk).toBeGreaterThan(unitRisk(changed, counting(3)).risk);
  });

  it('sees none where only blanks or a comma at the end differ', () => {
    const signature = { base: 'function parse(\n  text,\n)', head: 'function parse(text)' };
    const same = seenUnit('src/a.ts', 'a();', 'b();', { signature });
    expect(callerNames(same)).toEqual([]);
    expect(unitRisk(same, counting(3)).reasons).toEqual(['2 lines']);
  });

  it.each([
    ['src/a.ts', 'export const limit = 3;\nexport function parse() {', 'export function parse() {', ['limit']],
    ['src/a.js', 'module.exports = { parse, render: other };', 'module.exports = { parse };', ['render']],
    ['src/a.js', 'exports.parse = parse;', '', ['parse']],
    ['src/a.ts', "export { one as two, type Three } from './b.ts';", "export { type Three } from './b.ts';", ['two']],
    ['src/a.rs', 'pub fn parse() {', 'fn parse() {', ['parse']],
    ['src/a.py', "__all__ = ['parse', 'render']", "__all__ = ['parse']", ['render']],
  ])('%s: %s → %s', (path, removed, added, names) => {
    const seen = seenUnit(path, removed, added, { unit: { name: '', kind: 'rest' } });
    expect(callerNames(seen)).toEqual(names);
    expect(unitRisk(seen, counting(2)).reasons).toContain(
      `no longer exported: ${names.join(', ')}, 2 places name them`,
    );
    expect(unitRisk(seen, plainWorld).reasons).toContain(`no longer exported: ${names.join(', ')}`);
  });

  it('tells a unit that is gone where others could call it', () => {
    const gone = (path: string, base: string) =>
      seenUnit(path, base, '', { unit: { name: 'Read', kind: 'function' }, signature: { base } });
    expect(unitRisk(gone('a.go', 'func Read(path string) error'), counting(4)).reasons[0]).toBe(
      'Read is gone, and others could call it, 4 places name it',
    );
    expect(unitRisk(gone('a.go', 'func read(path string) error'), counting(4)).reasons).toEqual(['1 line']);
  });
});

const plainFile = {
  status: 'modified' as const,
  oldMode: '100644',
  newMode: '100644',
  binary: false,
  added: 0,
  removed: 0,
};
