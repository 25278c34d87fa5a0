import { firstName, type Project } from './project.ts';

/** How one package manager of JavaScript is spoken to. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** The file that says so. */
  readonly where: string;
  /** Runs a script of package.json. */
  readonly script: (name: string) => string;
  /** Runs a program of a dependency. */
  readonly program: (command: string) => string;
  /** Installs what the lockfile says, and changes nothing. */
  readonly install: string;
}

type Name = PackageManager['name'];

const lockfiles: readonly (readonly [Name, readonly string[]])[] = [
  ['pnpm', ['pnpm-lock.yaml']],
  ['yarn', ['yarn.lock']],
  ['bun', ['bun.lock', 'bun.lockb']],
  ['npm', ['package-lock.json', 'npm-shrinkwrap.json']],
];

/** The package manager that `packageManager` names, or whose lockfile is there; npm where nothing says. */
export function packageManager(project: Project, declared: unknown): PackageManager {
  const [, named] = /^(npm|pnpm|yarn|bun)@/.exec(typeof declared === 'string' ? declared : '') ?? [];
  const locked = lockfiles.flatMap(([name, files]) => {
    const where = firstName(project, files);
    return where === undefined ? [] : [{ name, where }];
  });
  const name = (named as Name | undefined) ?? locked[0]?.name ?? 'npm';
  const lock = locked.find((one) => one.name === name)?.where;
  const where = named === undefined && lock !== undefined ? lock : 'package.json';
  return { name, where, ...words[name], install: installWith(name, lock, project) };
}

const words: Readonly<Record<Name, Pick<PackageManager, 'script' | 'program'>>> = {
  npm: { script: (name) => (name === 'test' ? 'npm test' : `npm run ${name}`), program: (command) => `npx ${command}` },
  pnpm: {
    script: (name) => (name === 'test' ? 'pnpm test' : `pnpm run ${name}`),
    program: (command) => `pnpm exec ${command}`,
  },
  yarn: {
    script: (name) => (name === 'test' ? 'yarn test' : `yarn run ${name}`),
    program: (command) => `yarn ${command}`,
  },
  // `bun test` is bun's own test runner, whatever package.json says.
  bun: { script: (name) => `bun run ${name}`, program: (command) => `bunx ${command}` },
};

function installWith(name: Name, lock: string | undefined, { names }: Project): string {
  if (lock === undefined) return `${name} install`;
  if (name === 'npm') return 'npm ci';
  // Yarn 2 and later have settings of their own, and another word for it.
  return name === 'yarn' && names.has('.yarnrc.yml') ? 'yarn install --immutable' : `${name} install --frozen-lockfile`;
}
