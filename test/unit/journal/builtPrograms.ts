import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles programs into a temporary folder for the tests of a file; gives the path of each by its name. */
export function builtPrograms<Name extends string>(sources: Readonly<Record<Name, string>>): (name: Name) => string {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loopwright-programs-'));
    await build({
      absWorkingDir: root,
      entryPoints: sources,
      outdir: folder,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'error',
    });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, `${name}.cjs`);
}

/** The step wrapper's source. */
export const stepSource = 'src/journal/step/main.ts';
