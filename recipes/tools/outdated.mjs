// Prints the direct dependencies that have a newer version, as items. The package manager is told by its lockfile or manifest:
// npm, pnpm, go or pip.
//
//   node .loops/tools/outdated.mjs [--min-age-days 7]
//
// A version that is younger than that is left out where its age is known (npm, pnpm, go): most malicious releases are found
// and taken back within days. `kind` is `major`, `minor` or `patch`; below 1.0.0 a new minor version counts as major.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: asked } = parseArgs({ options: { 'min-age-days': { type: 'string', default: '7' } } });
const youngest = Date.now() - Number(asked['min-age-days']) * 24 * 3600 * 1000;

/** `npm outdated` exits with 1 when there is something to tell, so what counts is what is printed. */
function printed(program, ...args) {
  const { stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // On Windows npm and pnpm are scripts, and scripts need the shell. No argument here comes from outside but names of packages.
    shell: process.platform === 'win32',
  });
  if (error !== undefined) fail(`${program} could not be started: ${error.message}`);
  if (stdout.trim() === '' && /\b(ERR!|error)/i.test(stderr))
    fail(`${program} ${args.join(' ')} failed: ${stderr.slice(0, 500)}`);
  return stdout.trim();
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function parsed(program, text) {
  try {
    return JSON.parse(text);
  } catch {
    return fail(`${program} did not print JSON: ${text.slice(0, 200)}`);
  }
}

function javascript(program) {
  const text = printed(program, 'outdated', program === 'npm' ? '--json' : '--format=json');
  const found = Object.entries(parsed(program, text === '' ? '{}' : text));
  // In a workspace one package is listed once for each place that it is used in.
  const flat = found.map(([name, one]) => [name, Array.isArray(one) ? one[0] : one]);
  return flat
    .filter(([name, { current }]) => current !== undefined && /^(@[\w.-]+\/)?[\w.-]+$/.test(name))
    .map(([name, { current, latest }]) => {
      const times = printed('npm', 'view', name, 'time', '--json');
      return { name, from: current, to: latest, at: times === '' ? undefined : parsed('npm', times)[latest] };
    });
}

function go() {
  // One JSON object after another.
  const modules = printed('go', 'list', '-m', '-u', '-json', 'all')
    .split(/\n(?=\{)/)
    .filter((text) => text !== '');
  return modules
    .map((text) => parsed('go', text))
    .filter(({ Update, Indirect, Main }) => Update !== undefined && !Indirect && !Main)
    .map(({ Path, Version, Update }) => ({ name: Path, from: Version, to: Update.Version, at: Update.Time }));
}

const pip = () =>
  parsed('pip', printed('python3', '-m', 'pip', 'list', '--outdated', '--not-required', '--format=json') || '[]').map(
    ({ name, version, latest_version: to }) => ({ name, from: version, to }),
  );

function kindOf(from, to) {
  const [a, b] = [from, to].map((version) => version.replace(/^v/, '').split('.').map(Number));
  if (a[0] !== b[0] || (a[0] === 0 && a[1] !== b[1])) return 'major';
  return a[1] === b[1] ? 'patch' : 'minor';
}

const managers = [
  ['pnpm-lock.yaml', () => javascript('pnpm')],
  ['package.json', () => javascript('npm')],
  ['go.mod', go],
  ['pyproject.toml', pip],
  ['requirements.txt', pip],
];
const manager = managers.find(([file]) => existsSync(file))?.[1];
if (manager === undefined)
  fail(`None of ${managers.map(([file]) => file).join(', ')} is here, so nothing tells what to ask.`);
const items = manager()
  .filter(({ from, to, at }) => from !== to && (at === undefined || Date.parse(at) <= youngest))
  .map(({ name, from, to }) => ({ key: `${name}@${to}`, name, from, to, kind: kindOf(from, to) }));
console.log(JSON.stringify(items, null, 1));
