// `npm run build`: every program and view into dist/.
import { buildAll } from './build/builds.mjs';
import { dependencies } from './setup/dependencies.mjs';
import { secondsSince } from './setup/progress.mjs';

await dependencies();
const startedAt = performance.now();
await buildAll();
console.log(`build: dist/ in ${secondsSince(startedAt)}`);
