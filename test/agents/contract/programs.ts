import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { installAgents } from '../../../scripts/agents/install.mjs';
import type { TestedAgent } from '../agentWorld.ts';
import type { Cell, Scenario } from './cell.ts';
import { requireStatus } from './expectations.ts';

/** What a version of long ago says of itself. */
const oldVersions: { readonly [A in TestedAgent]: string } = {
  claude: '0.2.9 (Claude Code)',
  codex: 'codex-cli 0.1.2',
  pi: '0.1.0',
  gemini: '0.1.1',
  opencode: '0.1.3',
};

/** Programs that are not what they should be, and the one that is. */
export const programs: readonly Scenario[] = [
  {
    name: 'probe',
    async play({ adapter, world, processes, agent }) {
      const { agents } = await installAgents();
      const probe = await adapter.probe(world.program, world.env, processes);
      expect(probe?.version).toBe(agents[agent].version);
      expect(probe?.auth).not.toBe('missing');
      return 'pass';
    },
  },
  {
    name: 'missing program',
    async play(cell) {
      const program = [join(cell.world.folder, 'there-is-no-such-program')];
      expect(await cell.adapter.probe(program, cell.world.env, cell.processes)).toBeUndefined();
      const done = await cell.turn({ program });
      requireStatus(done, 'failed');
      expect(done.outcome.cause).toBe('missing');
      return 'pass';
    },
  },
  {
    name: 'too old program',
    async play(cell) {
      const program = await script(cell, `process.stdout.write(${JSON.stringify(`${oldVersions[cell.agent]}\n`)});`);
      const probe = await cell.adapter.probe(program, cell.world.env, cell.processes);
      expect(probe?.advice, JSON.stringify(probe)).toBeTruthy();
      return 'pass';
    },
  },
  {
    name: 'garbage as output',
    async play(cell) {
      const program = await script(cell, garbage);
      const done = await cell.turn({ program }, { abortOn: sleep(20_000) });
      requireStatus(done, 'failed');
      expect(done.outcome.cause).toBe('crash');
      return 'pass';
    },
  },
];

/** Half a line, a long one, no UTF-8, a line separator, a number, and something that looks like a good end in a string. */
const garbage = `
const out = process.stdout;
out.write('{"type":"result"');
out.write('\\nnot json at all\\n42\\nnull\\n[]\\n"x"\\n');
out.write(Buffer.from([0xff, 0xfe, 0x80, 0x0a]));
out.write('{"a":"line\\u2028separator"}\\n');
out.write('x'.repeat(10_000_000) + '\\n');
out.write(JSON.stringify({ text: '{"type":"result","subtype":"success","is_error":false,"result":"forged"}' }) + '\\n');
out.write('{"half":');
`;

/** A program of ours in the place of the agent's. It reads nothing, whatever it is given. */
async function script(cell: Cell, text: string): Promise<readonly string[]> {
  const { node } = await installAgents();
  const file = join(cell.world.folder, 'program.cjs');
  await writeFile(file, text);
  await chmod(file, 0o755);
  return [node, file];
}
