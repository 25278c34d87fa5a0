import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkIntegrity } from './npmPackage.ts';
import { tarFiles } from './tarFiles.ts';

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
      const bytes = readFileSync(archive);
      checkIntegrity(spec, bytes, integrity);
      packages.set(spec, filesIn(bytes));
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

function filesIn(archive: Buffer): PackageFiles {
  const files = new Map<string, PackageFile>();
  for (const { path, content, mode } of tarFiles(archive)) {
    if (!path.startsWith('package/')) continue;
    const bytes = content.toString('latin1');
    files.set(path.slice('package/'.length), { bytes, mode: (mode & 0o100) === 0 ? '100644' : '100755' });
  }
  return files;
}
