import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/**
 * The programs: file name in `dist/` (without `.js`) and where its source begins.
 */
export const programs = {
  extension: 'src/extension/extension.ts',
  languageClient: 'src/extension/languageClient.ts',
  incoming: 'src/extension/incoming.ts',
  recipes: 'src/extension/recipes/newFromRecipe.ts',
  review: 'src/extension/review/reviewDesk.ts',
  server: 'src/server/main.ts',
  runner: 'src/runner/loading/main.ts',
  'runner.main': 'src/runner/main.ts',
  step: 'src/journal/step/main.ts',
  git: 'src/git/starter/main.ts',
  outline: 'src/runner/outline/main.ts',
  prompts: 'src/runner/understanding/main.ts',
  cli: 'src/cli/main.ts',
  repair: 'src/agents/repair/main.ts',
  agent: 'src/agents/drive/main.ts',
  'agent.after': 'src/agents/drive/afterStart.ts',
  mcp: 'src/agents/mcp/main.ts',
};

/**
 * The views: for each folder `media/<view>/` its `main.tsx` and, where there is one, its `main.css`.
 * @returns {{ in: string, out: string }[]} for esbuild; `out` has no extension
 */
export function views() {
  const media = join(root, 'media');
  if (!existsSync(media)) return [];
  return readdirSync(media, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      ['main.ts', 'main.tsx', 'main.css'].map((file) => ({ in: `media/${name}/${file}`, out: name })),
    )
    .filter((entry) => existsSync(join(root, entry.in)));
}
