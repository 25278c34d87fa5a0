import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Stands in for `gh` (https://cli.github.com/manual), as far as the tools of recipes ask it. It answers from .stand-in/gh.json
 * of the folder that it runs in: the first words of a command to what is printed. A field that `gh` does not know ends it.
 */
const gh = `
import { readFileSync } from 'node:fs';
const known = {
  'pr list': 'additions assignees author baseRefName body changedFiles createdAt headRefName headRefOid isDraft labels mergeable number reviewDecision state statusCheckRollup title updatedAt url',
  'run list': 'attempt conclusion createdAt databaseId displayTitle event headBranch headSha name number startedAt status updatedAt url workflowDatabaseId workflowName',
  'issue list': 'assignees author body closed comments createdAt id labels number state title updatedAt url',
};
const args = process.argv.slice(2);
const fail = (message) => { console.error(message); process.exit(1); };
for (const name of ['GH_PROMPT_DISABLED', 'NO_COLOR']) if (process.env[name] === undefined) fail(name + ' is not set, so this would wait for somebody');
const said = JSON.parse(readFileSync('.stand-in/gh.json', 'utf8'));
const found = Object.keys(said).find((words) => args.join(' ').startsWith(words));
if (found === undefined) fail('HTTP 404: Not Found (' + args.join(' ') + ')');
const answer = said[found];
const asked = args[args.indexOf('--json') + 1]?.split(',') ?? [];
if (typeof answer === 'string') process.stdout.write(answer);
else {
  const fields = known[args.slice(0, 2).join(' ')].split(' ');
  for (const field of asked) if (!fields.includes(field)) fail('Unknown JSON field: "' + field + '"');
  process.stdout.write(JSON.stringify(answer.map((row) => Object.fromEntries(asked.map((field) => [field, row[field] ?? null])))));
}
`;

/**
 * Stands in for `npm` without a registry. `ci` holds the lockfile against the manifest, as the real one does; `outdated` exits
 * with 1 where it tells something; `view` knows when versions were published.
 */
const npm = `
import { existsSync, readFileSync } from 'node:fs';
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
const [command, name] = process.argv.slice(2);
const said = read('.stand-in/npm.json');
if (command === 'ci') {
  const wanted = JSON.stringify(read('package.json').dependencies ?? {});
  const locked = JSON.stringify(read('package-lock.json').packages?.['']?.dependencies ?? {});
  if (wanted !== locked) { console.error('npm ci can only install packages when your package.json and package-lock.json are in sync.'); process.exit(1); }
} else if (command === 'outdated') {
  const installed = read('package.json').dependencies ?? {};
  const found = Object.entries(said.latest ?? {}).filter(([one, latest]) => installed[one] !== undefined && installed[one] !== latest);
  console.log(JSON.stringify(Object.fromEntries(found.map(([one, latest]) => [one, { current: installed[one], wanted: installed[one], latest, location: '' }]))));
  process.exitCode = found.length === 0 ? 0 : 1;
} else if (command === 'view') console.log(JSON.stringify(said.times?.[name] ?? {}));
else { console.error('Unknown command: ' + command); process.exit(1); }
`;

/** Puts the stand-ins first on PATH for this process and what it starts; gives what takes them away again. */
export async function standIns(): Promise<() => Promise<void>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-recipes-')));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const [name, program] of Object.entries({ gh, npm })) {
    const script = join(folder, `${name}.mjs`);
    await writeFile(script, program);
    await writeFile(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
    await chmod(join(bin, name), 0o755);
  }
  const before = process.env['PATH'] ?? '';
  process.env['PATH'] = `${bin}${delimiter}${before}`;
  return async () => {
    process.env['PATH'] = before;
    await rm(folder, { recursive: true, force: true });
  };
}
