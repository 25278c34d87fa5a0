import { describe, expect, it } from 'vitest';
import { automaticKinds } from '../../../src/triggers/automatic.ts';
import { debounceMs, isIgnoredPath, matchesFiles } from '../../../src/triggers/changedFiles.ts';
import { staticPrefix, staticPrefixes } from '../../../src/triggers/globs.ts';
import { inputsOf } from '../../../src/triggers/inputs.ts';
import { matchesPush, watchesBranch } from '../../../src/triggers/push.ts';
import { triggerWords } from '../../../src/triggers/triggerWords.ts';
import { matchesWorkflow } from '../../../src/triggers/workflow.ts';
import { loopWith } from './simulated.ts';

const push = (fields: Record<string, unknown>) => loopWith({ on: { push: fields } }).on.push ?? expect.unreachable();

describe('branches', () => {
  it.each([
    [['main'], 'refs/heads/main', true],
    [['main'], 'refs/heads/maintenance', false],
    [['main'], 'refs/remotes/origin/main', false],
    [['origin/main'], 'refs/remotes/origin/main', true],
    [['release/*'], 'refs/heads/release/1.0', true],
    [['release/*'], 'refs/heads/release/1/2', false],
    [['**'], 'refs/heads/feature/x', true],
    [['**'], 'refs/heads/loops/nightly/r1/default', false],
    [['loops/**'], 'refs/heads/loops/nightly/r1/default', true],
  ])('%j watches %s: %s', (branches, ref, expected) => {
    expect(watchesBranch(push({ branches }), ref)).toBe(expected);
  });

  it('fire for paths that match, and for too much to look at', () => {
    const wanted = { name: 'nightly', push: push({ branches: ['main'], paths: ['src/**', '!x'] }) };
    const with_ = (paths: string[], loop?: string) => [{ commit: 'c', paths, ...(loop === undefined ? {} : { loop }) }];
    const main = 'refs/heads/main';
    expect(matchesPush(wanted, main, { commits: with_(['src/a b/ü.ts']), more: false })).toBe('fires');
    expect(matchesPush(wanted, main, { commits: with_(['docs/a.md']), more: false })).toBe('no');
    expect(matchesPush(wanted, main, { commits: with_(['docs/a.md']), more: true })).toBe('fires');
    expect(matchesPush(wanted, main, { commits: [], more: false })).toBe('no');
    expect(matchesPush(wanted, main, { commits: with_(['src/a.ts'], 'nightly'), more: false })).toBe('own');
    const mixed = [...with_(['src/a.ts'], 'nightly'), ...with_(['src/b.ts'])];
    expect(matchesPush(wanted, main, { commits: mixed, more: false })).toBe('fires');
    // Its own landing that touches what it waits for, and another's commit that does not.
    const other = [...with_(['src/a.ts'], 'nightly'), ...with_(['docs/b.md'])];
    expect(matchesPush(wanted, main, { commits: other, more: false })).toBe('own');
  });
});

describe('files', () => {
  it('are matched from the top, dot files too, never in git or packages', () => {
    const changed = ['src/.env', 'src/a.ts', 'src/node_modules/x/i.js', '.git/index', 'lib/a.ts', 'node_modules.ts'];
    expect(matchesFiles({ paths: ['src/**', './lib/*.js'] }, changed)).toEqual(['src/.env', 'src/a.ts']);
    expect(matchesFiles({ paths: ['**'] }, changed)).toEqual(['src/.env', 'src/a.ts', 'lib/a.ts', 'node_modules.ts']);
    expect(isIgnoredPath('a/.github/x')).toBe(false);
  });

  it.each([
    ['src/**', 'src'],
    ['./src/a/*.ts', 'src/a'],
    ['**/*.ts', '.'],
    ['src/a{b,c}/x', 'src'],
    ['package.json', 'package.json'],
    ['docs/a.md', 'docs/a.md'],
    ['../x/**', '.'],
    ['test/[ab]*/x', 'test'],
  ])('%s lies below %s', (glob, prefix) => {
    expect(staticPrefix(glob)).toBe(prefix);
  });

  it('need one watcher below the tops', () => {
    expect(staticPrefixes(['src/**', 'src/a/*.ts', 'test/*', 'src-gen/*'])).toEqual(['src', 'src-gen', 'test']);
    expect(staticPrefixes(['src/**', '**'])).toEqual(['.']);
    expect(staticPrefixes([])).toEqual([]);
  });

  it('settle after a time that is written in three ways', () => {
    expect(['500ms', '30s', '5m'].map(debounceMs)).toEqual([500, 30_000, 300_000]);
  });
});

describe('a CI run', () => {
  it('is wanted by workflow, conclusion and branch', () => {
    const wanted = (fields: Record<string, unknown>) =>
      loopWith({ on: { workflow_run: { workflows: ['ci'], ...fields } } }).on.workflow_run ?? expect.unreachable();
    const run = { id: '1', workflow: 'ci', branch: 'release/1', conclusion: 'failure', finishedAt: 0 };
    expect(matchesWorkflow(wanted({}), run)).toBe(true);
    expect(matchesWorkflow(wanted({ branches: ['main'] }), run)).toBe(false);
    expect(matchesWorkflow(wanted({ branches: ['release/*'] }), run)).toBe(true);
    expect(matchesWorkflow(wanted({ conclusions: ['success', 'cancelled'] }), run)).toBe(false);
    expect(matchesWorkflow(wanted({}), { ...run, workflow: 'CI' })).toBe(false);
  });
});

describe('inputs', () => {
  const inputs = {
    count: { type: 'number', default: 3 },
    where: { type: 'choice', options: ['staging', 'production'] },
    dry: { type: 'boolean', default: false },
    note: {},
  };
  const declared = loopWith({ on: { manual: { inputs } } }).on.manual?.inputs ?? {};
  const read = (given: Record<string, string | number | boolean>) => inputsOf(declared, given);

  it('are read by their types, with defaults', () => {
    expect(read({ where: 'staging', note: 7, dry: 'true' })).toEqual({
      ok: true,
      value: { count: 3, where: 'staging', dry: true, note: '7' },
    });
    expect(read({ where: 'production', note: '', count: ' 1e3 ' })).toMatchObject({ value: { count: 1000, note: '' } });
  });

  it('are refused one by one', () => {
    expect(read({ count: '', where: 'here', dry: 'yes', constructor: 'x' })).toEqual({
      ok: false,
      error: [
        'There is no input constructor. This loop has: count, where, dry, note.',
        'The input count must be a number.',
        'The input where must be one of: staging, production.',
        'The input dry must be true or false.',
        'The input note has no value and no default.',
      ],
    });
  });
});

describe('what a loop waits for', () => {
  it('is said in a line each', () => {
    const on = {
      schedule: [{ cron: '0 6 * * 1-5', timezone: 'Europe/London' }],
      push: { branches: ['main', 'release/*'] },
      files: { paths: ['test/**'] },
      workflow_run: { workflows: ['ci'] },
      webhook: { path: '/flaky', secret: 'X' },
      loop: { name: 'triage', conclusion: 'finding' },
      manual: {},
    };
    expect(triggerWords(loopWith({ on }).on)).toEqual([
      'schedule 0 6 * * 1-5 (Europe/London)',
      'push to main, release/*',
      'changes of test/**',
      'CI run of ci (failure)',
      'webhook /flaky',
      'end of triage (finding)',
    ]);
    expect(automaticKinds(loopWith({ on }).on)).toHaveLength(6);
    expect(triggerWords(loopWith({ on: 'manual' }).on)).toEqual([]);
  });
});
