import { named } from './quoted.ts';
import type { Look, Sign } from './sign.ts';

/** How one kind of manifest names a dependency on a line: the name, and its version where the line has one. */
interface ManifestLines {
  readonly path: RegExp;
  readonly line: RegExp;
  /** Keys that look like a dependency and are none. */
  readonly none?: RegExp;
}

const version = String.raw`[\^~>=<v\s]*\d[^"']*|\*|latest|next|(?:workspace|npm|file|link|git\+?\w*|https?|github):[^"']*`;
const tomlNone = /^(?:name|version|edition|rust-version|description|license|readme|python|requires-python|resolver)$/;

const manifests: readonly ManifestLines[] = [
  {
    path: /(?:^|\/)(?:package|composer|deno)\.jsonc?$/i,
    line: new RegExp(String.raw`^\s*"(@?[a-z\d_./-]+)":\s*"(${version})"`),
    none: /^(?:version|node|npm|yarn|pnpm|bun|vscode|php|packageManager|name|\$schema|main|types|\..*)$/,
  },
  { path: /(?:^|\/)go\.mod$/, line: /^\s*(?:require\s+)?([\w-]+\.[\w./~-]+)\s+(v\d\S*)/ },
  {
    path: /(?:^|\/)(?:Cargo\.toml|Pipfile|pyproject\.toml)$/,
    line: /^\s*"?([\w-][\w.-]*)"?\s*=\s*(?:"([^"]*)"|\{[^}]*\bversion\s*=\s*"([^"]*)"|\{[^}]*\b(?:git|path|workspace)\b)/,
    none: tomlNone,
  },
  {
    path: /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg)|requirements[^/]*\.txt)$/,
    line: /^\s*["']?([A-Za-z][\w.-]*)(?:\[[\w,. -]*\])?\s*((?:[=<>~!]=?|@)\s*[\w.*:/+-][^"';#]*)/,
    none: tomlNone,
  },
  { path: /(?:^|\/)requirements[^/]*\.txt$/, line: /^\s*([A-Za-z][\w.-]*)\s*(?:#.*)?$/ },
  {
    path: /(?:^|\/)(?:Gemfile|[^/]+\.gemspec)$/,
    line: /\b(?:gem|add_\w*dependency)\s*\(?\s*['"]([\w-]+)['"](?:\s*,\s*['"]([^'"]*)['"])?/,
  },
  { path: /(?:^|\/)pom\.xml$/, line: /<artifactId>([^<]+)<\/artifactId>/ },
  {
    path: /\.gradle(?:\.kts)?$/,
    line: /^\s*(?:\w*[iI]mplementation|api|compileOnly|runtimeOnly|kapt|classpath)\s*\(?\s*['"]([\w.-]+:[\w.-]+)(?::([\w.-]+))?/,
  },
  { path: /proj$/, line: /<PackageReference\s+Include="([^"]+)"(?:\s+Version="([^"]+)")?/ },
  { path: /\.ya?ml$/i, line: /^\s*-?\s*uses:\s*['"]?([\w./-]+)@([\w./-]+)/ },
  {
    path: /(?:^|\/)(?:Dockerfile[^/]*|[^/]+\.dockerfile)$/i,
    line: /^\s*FROM\s+(?:--\S+\s+)*([\w./-]+)(?::([\w.-]+))?/i,
  },
];

const script = /^\s*"([\w:.-]+)":\s*"((?:[^"\\]|\\.)*)"\s*,?\s*$/;
const atInstall = /^(?:(?:pre|post)?install|prepare)$/;
const scriptNames =
  /^(?:(?:pre|post)?(?:test|build|lint|start|check|publish|pack|prepare|dev|ci|coverage)(?:[:.-].*)?)$/;

/** Dependencies that are new, gone or of another version, and scripts that a package manager runs. */
export function* dependencySigns(look: Look): Iterable<Sign> {
  const { path } = look.seen.file;
  const rules = manifests.filter((one) => one.path.test(path));
  if (rules.length > 0) yield* versionSigns(readAll(look, rules, 'removed'), readAll(look, rules, 'added'));
  if (/(?:^|\/)package\.json$/.test(path)) yield* scriptSigns(look);
}

function readAll(look: Look, rules: readonly ManifestLines[], side: 'removed' | 'added'): Map<string, string> {
  const found = new Map<string, string>();
  for (const { text } of look[side]) {
    for (const { line, none } of rules) {
      const match = line.exec(text);
      const name = match?.[1];
      if (name === undefined || none?.test(name) === true) continue;
      found.set(name, (match?.[2] ?? match?.[3] ?? '').trim());
      break;
    }
  }
  return found;
}

const majorOf = (range: string): string | undefined => /\d+/.exec(range)?.[0];

function* versionSigns(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Iterable<Sign> {
  const fresh = [...after.keys()].filter((name) => !before.has(name));
  if (fresh.length > 0) {
    const reason = `${fresh.length === 1 ? 'a new dependency' : `${fresh.length} new dependencies`}: ${named(fresh)}`;
    yield { name: 'new-dependency', reason, times: fresh.length };
  }
  const moved = [...after].filter(([name, range]) => before.has(name) && before.get(name) !== range);
  const isJump = ([name, range]: readonly [string, string]): boolean =>
    majorOf(before.get(name) ?? '') !== majorOf(range);
  const told = ([name, range]: readonly [string, string]): string => `${name} ${before.get(name)} → ${range}`;
  const [jumps, steps] = [moved.filter(isJump), moved.filter((one) => !isJump(one))];
  if (jumps.length > 0) {
    const reason = `a dependency at another major version: ${named(jumps.map(told))}`;
    yield { name: 'dependency-jump', reason, times: jumps.length };
  }
  if (steps.length > 0) {
    yield { name: 'dependency', reason: `a dependency moved: ${named(steps.map(told))}`, times: steps.length };
  }
  const gone = [...before.keys()].filter((name) => !after.has(name));
  if (gone.length > 0) {
    const reason = `${gone.length === 1 ? 'a dependency is' : `${gone.length} dependencies are`} gone: ${named(gone)}`;
    yield { name: 'dependency', reason, times: gone.length };
  }
}

function* scriptSigns({ removed, added }: Look): Iterable<Sign> {
  const before = new Set(removed.map(({ text }) => text.trim().replace(/,$/, '')));
  const names = added.flatMap(({ text }) => {
    const name = before.has(text.trim().replace(/,$/, '')) ? undefined : script.exec(text)?.[1];
    return name === undefined ? [] : [name];
  });
  const installs = names.filter((name) => atInstall.test(name));
  if (installs.length > 0) {
    yield { name: 'install-script', reason: `runs when it is installed: ${named(installs)}`, times: installs.length };
  }
  const others = names.filter((name) => scriptNames.test(name));
  if (others.length > 0) {
    yield { name: 'script', reason: `a script is new or changed: ${named(others)}`, times: others.length };
  }
}
