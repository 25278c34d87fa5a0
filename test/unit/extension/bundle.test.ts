import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { programs } from '../../../scripts/build/entries.mjs';
import { lazyOptions } from '../../../scripts/build/lazyPrograms.mjs';
import { root } from '../../../scripts/paths.mjs';

it('what is large and used later is not in the program that VS Code waits for', async () => {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [programs.extension],
    ...{ bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'], external: ['vscode'] },
    ...{ minify: true, metafile: true, write: false, logLevel: 'error' },
    ...lazyOptions(),
  });
  const inside = Object.keys(metafile.inputs);
  expect(inside).toContain('src/extension/compose.ts');
  const large = /^src\/(language|recipes)\/|^node_modules\/(yaml|vscode-languageclient|vscode-jsonrpc|croner)\//;
  expect(inside.filter((file) => large.test(file))).toEqual([]);
  const [file] = outputFiles;
  const loaded = [...(file?.text ?? '').matchAll(/require\("(\.\/[^"]+)"\)/g)].map(([, name]) => name);
  expect([...new Set(loaded)].sort()).toEqual(['./languageClient.js', './recipes.js', './runnerClient.js']);
  // The bench of the activation has the goal for the package, 350 KB; what is built here is a little smaller.
  expect((file?.contents.length ?? 0) / 1024).toBeLessThan(350);
});
