// `npm run generate`: writes every generated file. `--check` writes nothing and fails when one is stale.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generators } from './generate/generators.mjs';
import { faultsOfPages, problemPages } from './generate/problemPages.mjs';
import { root } from './paths.mjs';
import { dependencies } from './setup/dependencies.mjs';

await dependencies();
const checkOnly = process.argv.includes('--check');

for (const generator of [...generators, ...(await problemPages())]) {
  const text = await generator.make();
  const path = join(root, generator.file);
  const before = existsSync(path) ? (await readFile(path, 'utf8')).replaceAll('\r\n', '\n') : '';
  if (before === text) continue;
  if (checkOnly) {
    console.log(
      `${generator.file} is stale: run \`npm run generate\` and commit it (it is made from ${generator.source})`,
    );
    process.exitCode = 1;
  } else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    console.log(`generate: wrote ${generator.file}`);
  }
}

for (const fault of await faultsOfPages()) {
  console.log(fault);
  process.exitCode = 1;
}
