import { connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { agentWorld, testedAgents } from './agentWorld.ts';
import { playCell } from './contract/cell.ts';
import { endings } from './contract/endings.ts';
import { mcpServers } from './contract/mcp.ts';
import { programs } from './contract/programs.ts';
import { subAgents } from './contract/subAgents.ts';
import { contractTable, keepRows, type Row } from './contract/table.ts';
import { verdictsAndSessions } from './contract/verdicts.ts';
import { refusals, working } from './contract/working.ts';

// What the adapters promise (src/agents/port.ts, capabilitiesOf), held against the real programs on mock model servers.
// A cell is a pass, or an honest "cannot" of which the table of capabilities says the same.

const scenarios = [
  ...programs,
  ...working,
  ...refusals,
  ...verdictsAndSessions,
  ...mcpServers,
  ...subAgents,
  ...endings,
];
const rows: Row[] = [];

afterAll(() => {
  const file = keepRows(rows);
  console.log(
    `\n${contractTable(
      rows,
      scenarios.map(({ name }) => name),
    )}\n\n${rows.length} cells, kept in ${file}`,
  );
});

it('reaches nothing but loopback', async () => {
  if (process.env['LOOPWRIGHT_LOOPBACK'] !== 'namespace') {
    const world = await agentWorld({ agent: 'claude', url: 'http://127.0.0.1:9' });
    await world.dispose();
    expect(world.env).toMatchObject({ HTTPS_PROXY: 'http://127.0.0.1:9' });
    return;
  }
  const error = await new Promise<NodeJS.ErrnoException>((resolve, reject) => {
    const socket = connect(443, '192.0.2.1', () => reject(new Error('a connection left this machine')));
    socket.once('error', resolve);
  });
  expect(error.code).toBe('ENETUNREACH');
});

// The last ones take or wait longest: begun first, they end while the others work.
for (const scenario of scenarios.toReversed()) {
  describe.concurrent(scenario.name, () => {
    for (const agent of testedAgents) {
      it(agent, async () => {
        const startedAt = performance.now();
        let verdict = 'FAIL';
        try {
          verdict = await playCell(agent, scenario);
        } finally {
          rows.push({ scenario: scenario.name, agent, verdict, seconds: (performance.now() - startedAt) / 1000 });
        }
        expect(verdict).toMatch(/^(pass|cannot: .+)$/);
      });
    }
  });
}
