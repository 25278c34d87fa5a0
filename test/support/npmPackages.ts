import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { checkIntegrity } from './npmPackage.ts';

const run = promisify(execFile);

/** A file of a package: its bytes, a character for each, and its git mode. */
export interface PackageFile {
  readonly bytes: string;
  readonly mode: '100644' | '100755';
}
/** The files of one version by path, with forward slashes. */
export type PackageFiles = ReadonlyMap<string, PackageFile>;

/**
 * Fetches exact versions (`name@1.2.3`, with the integrity that each must have) by one `npm pack`, from npm's cache where they are
 * in it, and reads their files. Runs nothing of them and leaves nothing behind.
 */
export async function readPackages(pins: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, PackageFiles>> {
  const folder = mkdtempSync(join(tmpdir(), 'loopwright-npm-'));
  try {
    const archives = await pack(Object.keys(pins), folder);
    const packages = new Map<string, PackageFiles>();
    for (const [spec, integrity] of Object.entries(pins)) {
      const archive = archives.get(spec);
      if (archive === undefined) throw new Error(`npm pack gave no archive of ${spec}`);
      checkIntegrity(spec, readFileSync(archive), integrity);
      const target = join(folder, String(packages.size));
      mkdirSync(target);
      await run('tar', ['-xzf', archive, '-C', target]);
      packages.set(spec, filesIn(join(target, 'package')));
      rmSync(target, { recursive: true });
    }
    return packages;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pack(specs: readonly string[], cwd: string): Promise<ReadonlyMap<string, string>> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd, shell: process.platform === 'win32', timeout: 120_000, maxBuffer: 64_000_000 };
  const args = ['pack', '--json', '--silent', '--ignore-scripts', '--prefer-offline', ...specs];
  const { stdout } = await run(npm, args, options).catch((error: unknown) => {
    const why = error instanceof Error ? error.message.slice(-500) : String(error);
    throw new Error(`npm cannot fetch the packages that this test reads; is the npm registry within reach?\n${why}`);
  });
  const told = JSON.parse(stdout) as readonly { readonly id: string; readonly filename: string }[];
  // Older versions of npm tell another name for a scoped package; there is none among these.
  return new Map(told.map(({ id, filename }) => [id, join(cwd, filename)]));
}

function filesIn(folder: string): PackageFiles {
  const files = new Map<string, PackageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const mode = (statSync(path).mode & 0o100) === 0 ? '100644' : '100755';
    files.set(relative(folder, path).split(sep).join('/'), { bytes: readFileSync(path, 'latin1'), mode });
  }
  return files;
}
