import { commandsIn } from './shellWords.ts';

/** Stands for every `package.json` of the repository, where a command goes through workspaces. */
export const anyPackage = '**/package.json';

/**
 * Paths, from the top of the repository, of the files that a command line runs or looks up its work in. They need not
 * exist. Words in the place of an argument (`eslint src/a.js`) are not among them, and what these files call in turn is
 * not known here.
 */
export function scriptsOf(line: string): readonly string[] {
  // The same line may be meant for cmd.exe, where a backslash is a slash.
  const lines = line.includes('\\') ? [line, line.replaceAll('\\', '/')] : [line];
  return [...new Set(lines.flatMap((each) => inLine(each, '', 2)))];
}

/** Where a command runs, from the top of the repository; undefined where that cannot be told. */
type Folder = string | undefined;

/** `depth`: how many shells may still be inside of this one (`bash -c "…"`). */
function inLine(line: string, folder: Folder, depth: number): readonly string[] {
  let here = folder;
  return commandsIn(line).flatMap((words) => {
    const [program = '', ...args] = unwrapped(words);
    if (program !== 'cd' && program !== 'pushd') return inCommand(program, args, here, depth);
    here = resolved(here, args.find((arg) => !arg.startsWith('-')) ?? '/');
    return [];
  });
}

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Programs that only run another one, and words of the shell that a command may follow. */
const wrappers = wordSet(
  'env time exec command builtin nohup nice sudo timeout stdbuf setsid xvfb-run npx pnpx bunx cross-env dotenv c8 nyc if then else elif while until do ! {',
);
const environmentRunners = wordSet('uv poetry pipenv pdm hatch coverage bundle mise');
const packageManagers = wordSet('npm pnpm yarn bun');
const wrapperOptionsWithValue = wordSet('-p --package -n -u -k -s');

/** The command that is really run: without assignments and programs that only run another. */
function unwrapped(words: readonly string[]): readonly string[] {
  const [first = '', second = ''] = words;
  if (/^[A-Za-z_]\w*=/.test(first)) return unwrapped(words.slice(1));
  if (wrappers.has(first)) return unwrapped(withoutOptions(words.slice(1)));
  const runsAnother =
    (packageManagers.has(first) && /^(exec|x|dlx)$/.test(second)) ||
    (environmentRunners.has(first) && /^(run|exec|x)$/.test(second));
  return runsAnother ? unwrapped(withoutOptions(words.slice(2))) : words;
}

function withoutOptions(words: readonly string[]): readonly string[] {
  const [first] = words;
  if (first === undefined || !/^-|^\d+(\.\d+)?[smhd]?$/.test(first)) return words;
  return withoutOptions(words.slice(wrapperOptionsWithValue.has(first) ? 2 : 1));
}

const interpreters =
  /^(node|nodejs|deno|bun|tsx|ts-node|jiti|bash|sh|zsh|dash|ksh|fish|source|\.|python[\d.]*|pypy3?|py|ruby|perl|php|lua|pwsh|powershell|Rscript|osascript|cmd)$/;

function inCommand(program: string, args: readonly string[], folder: Folder, depth: number): readonly string[] {
  const name = program.replace(/^.*\//, '').replace(/\.(exe|cmd|bat)$/i, '');
  const own = program.includes('/') ? pathsOf(folder, [program]) : [];
  const list = taskLists[name];
  if (packageManagers.has(name)) own.push(...inPackageManager(name, args, folder));
  if (list !== undefined) own.push(...inTaskRunner(list, args, folder));
  if (interpreters.test(name)) own.push(...inInterpreter(name, args, folder, depth));
  return own;
}

const optionsWithFolder = /^(--prefix|-C|--dir|--cwd)$/;
const optionsWithWorkspace = /^(-w|--workspace|--filter|-F)$/;
const everyWorkspace = /^(--workspaces|-ws|-r|--recursive)$/;
const scriptCommands = /^(test|t|tst|start|stop|restart|run|run-script|rum|urn)$/;
/** What `yarn` and `pnpm` do themselves; any other word is a script. */
const ownCommands =
  /^(i|install|ci|add|remove|rm|up|update|upgrade|audit|why|list|ls|outdated|dedupe|rebuild|pack|publish|config|cache|link|unlink|init|create|info|version|import|fetch|prune|store|node|help|set|patch|licenses|bin)$/;

/** The `package.json` whose scripts a package manager is asked to run. */
function inPackageManager(manager: string, args: readonly string[], folder: Folder): readonly string[] {
  const options = parsed(args, [optionsWithFolder, optionsWithWorkspace]);
  const command = options.words[0] === 'workspace' ? options.words[2] : options.words[0];
  if (command === undefined) return [];
  // `bun test` is its own test runner, and `bun run` may name a file.
  if (manager === 'bun' && (command === 'test' || (command === 'run' && /[./]/.test(options.words[1] ?? '.'))))
    return [];
  const isShort = (manager === 'yarn' || manager === 'pnpm') && /^[\w:-]+$/.test(command) && !ownCommands.test(command);
  if (!scriptCommands.test(command) && !isShort) return [];
  const isWide =
    options.words[0] === 'workspace' ||
    options.flags.some((flag) => optionsWithWorkspace.test(flag) || everyWorkspace.test(flag));
  const where = options.valueGiven(optionsWithFolder);
  const own = pathsOf(where === undefined ? folder : resolved(folder, where), ['package.json']);
  return isWide ? [...own, anyPackage] : own;
}

/** Files in which programs look up what to do. */
const taskLists: Readonly<Record<string, readonly string[]>> = {
  make: ['Makefile', 'makefile', 'GNUmakefile'],
  gmake: ['Makefile', 'makefile', 'GNUmakefile'],
  just: ['justfile', 'Justfile', '.justfile'],
  task: ['Taskfile.yml', 'Taskfile.yaml'],
  rake: ['Rakefile'],
  nox: ['noxfile.py'],
  composer: ['composer.json'],
};

function inTaskRunner(names: readonly string[], args: readonly string[], folder: Folder): readonly string[] {
  const inFolder = /^(-C|--directory|-d|--dir|--working-directory|--working-dir)$/;
  const inFile = /^(-f|--file|--makefile|--justfile|--taskfile|--rakefile)$/;
  const options = parsed(args, [inFolder, inFile]);
  const where = options.valueGiven(inFolder);
  const file = options.valueGiven(inFile);
  return pathsOf(where === undefined ? folder : resolved(folder, where), file === undefined ? names : [file]);
}

/** Options by which an interpreter loads a file before the script. */
const preloads = /^(-r|--require|--import|--loader|--experimental-loader|--preload)$/;
/** Options after which comes code or the name of a module, and no script. */
const inlineCode = /^(-c|-e|-m|--eval|-p|--print|-Command)$/;

/** The script that an interpreter runs and what it loads before; of code in the line itself what that runs. */
function inInterpreter(name: string, args: readonly string[], folder: Folder, depth: number): readonly string[] {
  const isShell = /sh$/.test(name) && name !== 'pwsh';
  const code = isShell ? args.findIndex((arg) => /^-[a-z]*c$/.test(arg)) : -1;
  if (code !== -1) return depth === 0 ? [] : inLine(args[code + 1] ?? '', folder, depth - 1);
  if (name === 'node' && args[0]?.startsWith('--run')) return pathsOf(folder, ['package.json']);
  if (name === 'deno' && args[0] === 'task') return pathsOf(folder, ['deno.json', 'deno.jsonc']);
  const isSubcommand = (name === 'deno' || name === 'bun') && /^(run|test)$/.test(args[0] ?? '');
  return pathsOf(folder, filesUpToScript(isSubcommand ? args.slice(1) : args));
}

/** Files that are loaded before the script, and the script. */
function filesUpToScript(args: readonly string[]): readonly string[] {
  const files: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const [option, inline] = splitOption(arg);
    if (inlineCode.test(option)) return files;
    if (preloads.test(option)) files.push(inline ?? args[++at] ?? '');
    else if (!arg.startsWith('-')) {
      files.push(arg);
      // A word without slash or extension may be the value of an option; then the script comes later.
      if (/[/.]/.test(arg)) return files;
    }
  }
  return files;
}

interface Options {
  readonly flags: readonly string[];
  /** What is neither an option nor the value of one, up to `--`. */
  readonly words: readonly string[];
  readonly valueGiven: (option: RegExp) => string | undefined;
}

/** Reads arguments of a command whose options with a value, apart or after `=`, are these. */
function parsed(args: readonly string[], withValue: readonly RegExp[]): Options {
  const flags: string[] = [];
  const words: string[] = [];
  const values: [string, string][] = [];
  for (let at = 0; at < args.length && args[at] !== '--'; at++) {
    const arg = args[at] ?? '';
    const [option, inline] = splitOption(arg);
    if (!arg.startsWith('-')) words.push(arg);
    else {
      flags.push(option);
      if (withValue.some((form) => form.test(option))) values.push([option, inline ?? args[++at] ?? '']);
    }
  }
  return { flags, words, valueGiven: (form) => values.find(([option]) => form.test(option))?.[1] };
}

function splitOption(arg: string): readonly [string, string | undefined] {
  const equals = arg.startsWith('-') ? arg.indexOf('=') : -1;
  return equals === -1 ? [arg, undefined] : [arg.slice(0, equals), arg.slice(equals + 1)];
}

/** These paths of a folder from the top of the repository; those outside of it are left out. */
function pathsOf(folder: Folder, paths: readonly string[]): string[] {
  return paths.flatMap((path) => resolved(folder, path) ?? []).filter((path) => path !== '');
}

/** A path from the top of the repository; undefined where it is outside, or cannot be told. */
function resolved(folder: Folder, path: string): Folder {
  if (folder === undefined || /^[/~]|^[A-Za-z]:|[$*?]/.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}
