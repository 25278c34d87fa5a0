import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from '../../scripts/setup/cached.mjs';

const run = promisify(execFile);

/** One file of Debian's archive: a binary package that holds sources, or the upstream tarball of a source package. */
export interface DebianFile {
  /** `name=version`, as apt takes it. */
  readonly spec: string;
  readonly from: 'package' | 'source';
  readonly file: string;
  /** Of the file, in hex. */
  readonly sha256: string;
}

const programs = ['apt-get', 'dpkg-deb', 'tar'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Why the sources cannot be had on this machine; undefined where they can. */
export async function noDebianSources(): Promise<string | undefined> {
  if (!existsSync(keyring)) return 'this machine has not the keys of Debian’s archive';
  for (const program of programs) {
    const isThere = await run(program, ['--version']).then(
      () => true,
      () => false,
    );
    if (!isThere) return `this machine has no ${program}`;
  }
  return undefined;
}

/**
 * The texts with one of the endings in these files of Debian's archive, by path under the name of their package. They are fetched by
 * apt with settings and lists of its own and kept in the set-up cache, unpacked, never installed: nothing of the machine changes.
 */
export async function debianTexts(files: readonly DebianFile[], ending: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const lists = await mkdtemp(join(tmpdir(), 'loopwright-apt-'));
  try {
    let options: Promise<readonly string[]> | undefined;
    for (const file of files) {
      const [name = ''] = file.spec.split('=');
      const folder = await cached(`debian-${file.sha256}`, file.spec, async (into) => {
        options ??= aptOptions(lists);
        await fill(file, await options, into);
      });
      for (const path of await filesIn(folder, ending)) {
        texts.set(`${name}${path.slice(folder.length)}`, await readFile(path, 'utf8'));
      }
    }
  } finally {
    rmSync(lists, { recursive: true, force: true });
  }
  return texts;
}

async function filesIn(folder: string, ending: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

/** Settings of an apt of our own, whose lists of packages are fresh. */
async function aptOptions(folder: string): Promise<readonly string[]> {
  for (const inner of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, inner), { recursive: true });
  const sources = ['deb', 'deb-src'].map(
    (kind) => `${kind} [signed-by=${keyring}] http://deb.debian.org/debian bookworm main\n`,
  );
  writeFileSync(join(folder, 'sources.list'), sources.join(''));
  writeFileSync(join(folder, 'status'), '');
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    // Pins are of files, which differ by architecture.
    'APT::Architecture': 'amd64',
    'APT::Architectures': 'amd64',
    'Acquire::Languages': 'none',
  };
  // Who is root would hand the download to a user that cannot write here.
  const user = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  const options = [...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]), ...user];
  await apt(folder, ['-q', ...options, 'update']);
  return ['-q', ...options];
}

async function apt(cwd: string, args: readonly string[]): Promise<void> {
  await run('apt-get', args, { cwd, timeout: 120_000, maxBuffer: 16_000_000 }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message.slice(-500) : String(error);
    throw new Error(`apt-get cannot fetch the sources that this test reads; is deb.debian.org within reach?\n${why}`);
  });
}

async function fill({ spec, file, from, sha256 }: DebianFile, options: readonly string[], into: string): Promise<void> {
  const source = ['source', '--download-only', '--tar-only', '--only-source'];
  await apt(into, [...options, ...(from === 'package' ? ['download'] : source), spec]);
  const archive = join(into, file);
  const actual = createHash('sha256').update(readFileSync(archive)).digest('hex');
  if (actual !== sha256) throw new Error(`${file} is another one than was pinned: its sha256 is ${actual}`);
  if (from === 'package') await run('dpkg-deb', ['-x', archive, into]);
  else await run('tar', ['-xf', archive, '-C', into]);
  rmSync(archive);
}
