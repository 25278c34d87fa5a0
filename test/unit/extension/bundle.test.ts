import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { programs } from '../../../scripts/build/entries.mjs';
import { lazyOptions } from '../../../scripts/build/lazyPrograms.mjs';
import { pureConstants } from '../../../scripts/build/pureConstants.mjs';
import { root } from '../../../scripts/paths.mjs';

it('what is large and used later is not in the program that VS Code waits for', async () => {
  const { plugins, ...lazy } = lazyOptions();
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [programs.extension],
    ...{ bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'], external: ['vscode'] },
    ...{ minify: true, metafile: true, write: false, logLevel: 'error' },
    ...lazy,
    plugins: [...plugins, pureConstants()],
  });
  const inside = Object.keys(metafile.inputs);
  expect(inside).toContain('src/extension/compose.ts');
  const large = /^src\/(language|recipes)\/|^node_modules\/(yaml|vscode-languageclient|vscode-jsonrpc|croner)\//;
  expect(inside.filter((file) => large.test(file))).toEqual([]);
  // Making schemas takes longer than all that is needed to start.
  const [[, bundled] = []] = Object.entries(metafile.outputs);
  const schemas = Object.entries(bundled?.inputs ?? {}).filter(([name]) => name.includes('/zod/'));
  expect(schemas.filter(([, { bytesInOutput }]) => bytesInOutput > 0)).toEqual([]);
  const [file] = outputFiles;
  const loaded = [...(file?.text ?? '').matchAll(/require\("(\.\/[^"]+)"\)/g)].map(([, name]) => name);
  expect([...new Set(loaded)].sort()).toEqual(['./incoming.js', './languageClient.js', './recipes.js', './review.js']);
  // The bench of the activation has the goal for the package, 350 KB; what is built here is a little smaller.
  expect((file?.contents.length ?? 0) / 1024).toBeLessThan(350);
});
