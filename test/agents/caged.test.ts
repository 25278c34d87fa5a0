import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.mjs';
import { agentRun } from './kills/agentRun.ts';
import { turns } from './kills/slowLoop.ts';
import { type Mock, startMock } from './mocks/index.ts';

// Real agents in the cage that their loop requires: they work with their login, their session and their model, and see
// nothing of the user's files.

const programs = process.env['LOOPWRIGHT_DIST'] ?? join(root, 'dist');
const canary = 'canary-of-the-user-51c7';
let mock: Mock | undefined;

afterEach(async () => {
  await mock?.close();
  mock = undefined;
});

/** What a model has an agent run: all that is not its own business, then its work. Agents' own rules see only its name. */
const pry = [
  'home=$HOME; repository=$(dirname "$(git rev-parse --path-format=absolute --git-common-dir)")',
  'echo "from $repository"',
  'cat "$home/canary.txt" "$repository/../canary.txt" "$repository/.git/loopwright/runner.json"',
  'for file in "$home/planted.txt" "$repository/planted.txt" "$repository/.git/hooks/post-checkout"',
  'do echo planted > "$file"; done',
  ...Array.from({ length: turns }, (_, index) => `echo ${index} > made/${index + 1}.txt`),
  'echo looked around',
].join('\n');

describe.runIf(process.platform === 'linux')('in the cage that a loop requires', () => {
  it.each(['claude', 'codex', 'pi'] as const)('%s works and sees nothing of the user', async (agent) => {
    const served = await startMock({
      plans: {
        [agent]: [
          { do: 'shell', command: 'sh tools/pry.sh' },
          { do: 'say', text: 'Made.' },
        ],
      },
    });
    mock = served;
    const order = {
      agent,
      mock: served,
      scenario: agent,
      sandbox: 'required',
      files: { 'tools/pry.sh': pry },
      programs,
    } as const;
    let planted: readonly string[] = [];
    const run = await agentRun(order, async ({ home, loop, isOver }) => {
      const { outside, path } = loop.git;
      for (const folder of [home, outside]) await writeFile(join(folder, 'canary.txt'), `${canary}\n`);
      while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 50));
      const places = [`${home}/planted.txt`, `${path}/planted.txt`, `${path}/.git/hooks/post-checkout`];
      planted = places.filter((file) => existsSync(file));
    });
    expect(run.detail.status, JSON.stringify({ reason: run.detail.reason, outcomes: run.outcomes })).toBe('waiting');
    expect(run.detail.cage).toEqual({ by: 'bubblewrap' });
    expect(run.detail.change?.files.map(({ path }) => path)).toEqual(['made/1.txt', 'made/2.txt', 'made/3.txt']);
    const told = served.calls(agent).flatMap(({ asked }) => asked.toolResults);
    expect(told.join('\n')).toContain('looked around');
    expect(told.join('\n')).toMatch(/from .*\/repo$/m);
    expect(told.join('\n')).not.toContain(canary);
    expect(told.join('\n')).not.toContain('"socket"');
    expect(planted).toEqual([]);
    expect(run.left).toEqual([]);
  });
});
