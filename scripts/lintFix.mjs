// `npm run lint:fix`: formats, sorts imports and applies the safe fixes, to the whole checkout or the given files.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { dependencies } from './setup/dependencies.mjs';

await dependencies();
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
const args = [biome, 'check', '--write', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
