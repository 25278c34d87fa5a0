import { type PackageManager, packageManager } from './packageManager.ts';
import type { Finder, Finding, Project } from './project.ts';

const where = 'package.json';

/** JavaScript and TypeScript: scripts of package.json first, then the tools among its dependencies. */
export const packageJson: Finder = (project) => {
  const manifest = manifestIn(project.texts.get(where));
  if (manifest === undefined) return [];
  const manager = packageManager(project, manifest.packageManager);
  const view: View = { project, manager, ...manifest };
  return [
    { kind: 'package-manager', value: manager.name, where: manager.where },
    ...tests(view),
    ...lints(view),
    ...builds(view),
    ...coverage(view),
    ...testFiles(view),
    ...(view.dependencies.size === 0
      ? []
      : [{ kind: 'install' as const, value: manager.install, where: manager.where }]),
  ];
};

interface Manifest {
  readonly scripts: ReadonlyMap<string, string>;
  /** Names of all packages that it depends on, for whatever. */
  readonly dependencies: ReadonlySet<string>;
  readonly packageManager: unknown;
}

interface View extends Manifest {
  readonly project: Project;
  readonly manager: PackageManager;
}

function manifestIn(text: string | undefined): Manifest | undefined {
  const value = jsonIn(text?.replace(/^\ufeff/, ''));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Record<string, unknown>;
  return {
    scripts: new Map(
      entriesOf(fields['scripts']).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    dependencies: new Set(
      ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
        entriesOf(fields[kind]).map(([name]) => name),
      ),
    ),
    packageManager: fields['packageManager'],
  };
}

function jsonIn(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** A script that ends by itself and tells by its exit code: what watches never ends, what mends hides what it found. */
const proves = (command: string | undefined): boolean =>
  command !== undefined && !/no test specified|(^|\s)--(watch|watchAll|fix|write|ui)\b(?!=false)/.test(command);

/** The first of these scripts that proves something. */
function script({ scripts, manager }: View, kind: Finding['kind'], names: readonly string[]): readonly Finding[] {
  const name = names.find((wanted) => proves(scripts.get(wanted)));
  return name === undefined ? [] : [{ kind, value: manager.script(name), where }];
}

/** The programs of these packages that are there. */
function programs(
  { dependencies, manager }: View,
  kind: Finding['kind'],
  commands: Readonly<Record<string, string>>,
): readonly Finding[] {
  return Object.entries(commands)
    .filter(([name]) => dependencies.has(name))
    .map(([, command]) => ({ kind, value: manager.program(command), where }));
}

const tests = (view: View): readonly Finding[] => [
  ...script(view, 'test', ['test', 'test:ci', 'test:run', 'test:unit', 'unit', 'tests']),
  ...programs(view, 'test', { vitest: 'vitest run', jest: 'jest', mocha: 'mocha', ava: 'ava' }),
];

/** Vitest and Jest look for these by themselves. */
const testFiles = ({ dependencies }: View): readonly Finding[] =>
  dependencies.has('vitest') || dependencies.has('jest')
    ? [{ kind: 'test-files', value: '**/*.{test,spec}.*', where }]
    : [];

const lints = (view: View): readonly Finding[] => [
  ...script(view, 'lint', ['lint', 'lint:check', 'lint:ci', 'check:lint', 'eslint']),
  ...programs(view, 'lint', {
    '@biomejs/biome': 'biome check',
    eslint: 'eslint .',
    oxlint: 'oxlint',
    standard: 'standard',
  }),
];

const builds = (view: View): readonly Finding[] => [
  ...script(view, 'build', ['build', 'compile', 'typecheck', 'type-check', 'check-types']),
  ...(view.project.names.has('tsconfig.json') ? programs(view, 'build', { typescript: 'tsc --noEmit' }) : []),
];

function coverage(view: View): readonly Finding[] {
  const { scripts, manager } = view;
  const scripted = script(view, 'coverage', ['coverage', 'test:coverage', 'test:cov', 'cover', 'cov']);
  const whole = tests(view)[0]?.value;
  const wrapped = whole === undefined ? {} : { c8: `c8 ${whole}`, nyc: `nyc ${whole}` };
  const [, own] = /^(node\s[^&|;]*--test\b[^&|;]*)$/.exec(scripts.get('test') ?? '') ?? [];
  const ofNode = own === undefined ? [] : [own.trim().replace('--test', '--test --experimental-test-coverage')];
  const vitest = firstProvider(view);
  return [
    ...scripted,
    ...(vitest === undefined
      ? []
      : [{ kind: 'coverage' as const, value: manager.program('vitest run --coverage'), where }]),
    ...programs(view, 'coverage', { jest: 'jest --coverage', ...wrapped }),
    ...ofNode.map((value) => ({ kind: 'coverage' as const, value, where })),
  ];
}

/** What vitest measures coverage with: a package of its own. */
const firstProvider = ({ dependencies }: View): string | undefined =>
  ['@vitest/coverage-v8', '@vitest/coverage-istanbul'].find((name) => dependencies.has(name));
