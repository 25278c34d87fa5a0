import picomatch from 'picomatch';
import type { Check } from '../model/loopFile.ts';
import { anyPackage, scriptsOf } from './scriptsOf.ts';

/** Why a change to a file would change what the checks do. */
export interface Reason {
  /** `script`: a check runs it, or looks up there what to run. `settings`: a test runner reads it. */
  readonly kind: 'script' | 'settings';
  /** After the path: `is run by the check tests`. */
  readonly why: string;
}

/** Files by which test runners decide what is a test and what is left out. */
const settings: readonly string[] = [
  'vitest.config.*',
  'vitest.workspace.*',
  'jest.config.*',
  '.mocharc*',
  'ava.config.*',
  'karma.conf.*',
  'playwright.config.*',
  'cypress.config.*',
  'pytest.ini',
  '.pytest.ini',
  'conftest.py',
  'tox.ini',
  '.rspec',
  'phpunit.xml*',
];

/** Files that hold much else too, so they count only where a check names the runner that reads them. */
const settingsOf: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bpytest\b/, ['pyproject.toml', 'setup.cfg']],
  [/\bvitest\b/, ['vite.config.*']],
];

const taskList =
  /(^|\/)(package\.json|[Mm]akefile|GNUmakefile|\.?[Jj]ustfile|Taskfile\.ya?ml|Rakefile|noxfile\.py|composer\.json|deno\.jsonc?)$/;

/** Tells for a path whether it decides what these checks prove, as far as their command lines tell. */
export function provingFiles(checks: readonly Pick<Check, 'id' | 'run'>[]): (path: string) => Reason | undefined {
  if (checks.length === 0) return () => undefined;
  const scripts = new Map<string, string>();
  for (const { id, run } of checks) for (const path of scriptsOf(run)) if (!scripts.has(path)) scripts.set(path, id);
  const named = settingsOf.flatMap(([runner, names]) => (checks.some(({ run }) => runner.test(run)) ? names : []));
  const isSettings = picomatch(
    [...settings, ...named].map((name) => `**/${name}`),
    { dot: true, flags: 's' },
  );
  return (path) => {
    if (isSettings(path)) return { kind: 'settings', why: 'decides which tests are run' };
    const check = scripts.get(path) ?? (/(^|\/)package\.json$/.test(path) ? scripts.get(anyPackage) : undefined);
    if (check === undefined) return undefined;
    return {
      kind: 'script',
      why: taskList.test(path) ? `says what the check ${check} runs` : `is run by the check ${check}`,
    };
  };
}
