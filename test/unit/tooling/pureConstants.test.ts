import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { pureConstants } from '../../../scripts/build/pureConstants.mjs';
import { root } from '../../../scripts/paths.mjs';

/** What a program holds that takes this from `src/model/turn.ts`, a module with schemas and functions. */
async function holding(contents: string): Promise<{ readonly text: string; readonly zod: number }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: join(root, 'src', 'model'), loader: 'ts' },
    ...{ bundle: true, write: false, metafile: true, platform: 'node', format: 'esm', logLevel: 'error' },
    mainFields: ['module', 'main'],
    plugins: [pureConstants()],
  });
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs: all }) => Object.entries(all));
  const zod = inputs.filter(([name]) => name.includes('/zod/')).reduce((sum, [, one]) => sum + one.bytesInOutput, 0);
  return { text: outputFiles[0]?.text ?? '', zod };
}

it('a program that uses no schema has none, and no zod', async () => {
  const { text, zod } = await holding("export { turnText } from './turn.ts';");
  expect(text).toContain('function turnText');
  expect(text).not.toContain('Schema');
  expect(zod).toBe(0);
});

it('a schema that is used is there, and works', async () => {
  const { text, zod } = await holding("export { spendSchema } from './spend.ts';");
  expect(zod).toBeGreaterThan(10_000);
  const { spendSchema } = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
  expect(spendSchema.safeParse({ tokens: 1, costUsd: null }).success).toBe(true);
  expect(spendSchema.safeParse({ tokens: 'one' }).success).toBe(false);
});
