import { describe, expect, it } from 'vitest';
import { editablePath, isTestPath } from '../../../src/agents/repair/editableFiles.ts';
import { spawnForm } from '../../../src/agents/repair/runCommand.ts';

describe('files that may be edited', () => {
  it.each([
    'test/a.js',
    'src/__tests__/a.ts',
    'a.test.js',
    'src/a.spec.mts',
    'test.js',
    'test-a.cjs',
    'a_test.js',
    'spec/a.js',
  ])('%s is a test', (path) => {
    expect(isTestPath(path)).toBe(true);
  });

  it.each(['src/a.js', 'latest.js', 'src/contest/a.ts', 'testing.js', 'index.cjs', 'src/testimony.ts'])(
    '%s is no test',
    (path) => {
      expect(isTestPath(path)).toBe(false);
    },
  );

  it('leaves installed packages, declarations and other languages alone', () => {
    const may = editablePath({ allowedPaths: [], protectedPaths: [] });
    expect(['src/a.js', 'a.tsx', 'lib/b.mts'].every(may)).toBe(true);
    expect(
      ['node_modules/x/a.js', 'packages/p/node_modules/x/a.js', 'a.d.ts', 'a.py', 'a.json', '.git/hooks/a.js'].some(
        may,
      ),
    ).toBe(false);
  });

  it('obeys the policy, and protection wins', () => {
    const may = editablePath({ allowedPaths: ['src/**'], protectedPaths: ['src/core/**', '**/.hidden/**'] });
    expect(may('src/a.js')).toBe(true);
    expect(may('lib/a.js')).toBe(false);
    expect(may('src/core/a.js')).toBe(false);
    expect(may('src/.hidden/a.js')).toBe(false);
  });
});

describe('how a command is spawned', () => {
  it('limits CPU time through sh, and uses the shell of Windows', () => {
    expect(spawnForm({ shell: 'npm test' }, 10.2, 'linux')).toEqual([
      '/bin/sh',
      ['-c', 'ulimit -t 11 2>/dev/null\nnpm test'],
      false,
    ]);
    const [program, args] = spawnForm({ program: '/n ode', arguments: ['a b'] }, 1, 'darwin');
    expect([program, args.slice(2)]).toEqual(['/bin/sh', ['/n ode', 'a b']]);
    expect(spawnForm({ shell: 'npm test' }, 1, 'win32')).toEqual(['npm test', [], true]);
    expect(spawnForm({ program: 'node.exe', arguments: ['a'] }, 1, 'win32')).toEqual(['node.exe', ['a'], false]);
  });
});
