import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { adapterOf } from '../../src/agents/drive/adapters.ts';
import { Driver } from '../../src/agents/drive/driver.ts';
import { OwnProcesses } from '../../src/agents/drive/processStarter.ts';
import type { DriveSpec } from '../../src/agents/drive/spec.ts';
import { type AgentWorld, agentWorld } from './agentWorld.ts';
import { costOf, defaultPrices, type Mock, startMock } from './mocks/index.ts';

// opencode tells the cost of a whole session, and a fork begins with its parent's messages. What each step cost is what the
// mock served for it, through the real driver.

let world: AgentWorld | undefined;
let mock: Mock | undefined;
afterEach(async () => {
  await mock?.close();
  await world?.dispose();
});

function specOf({ folder, worktree, program }: AgentWorld, step: number): DriveSpec {
  const directory = join(folder, 'run', 'steps', String(step));
  mkdirSync(directory, { recursive: true });
  const limits = { wallSeconds: 90, idleSeconds: 60, idleToolSeconds: 60, retries: 0, backOffMs: 10 };
  return {
    agent: 'opencode',
    program: [...program],
    role: 'maker',
    worktree,
    directory,
    prompt: `Step ${step}.`,
    readOnly: false,
    cannot: [],
    session: { name: 'r1/default/maker/1', mode: 'fork', ledger: join(folder, 'run', 'sessions') },
    mcp: [],
    limits: { ...limits, longestBackOffMs: 10 },
    prices: {},
    rateFile: join(folder, 'opencode.json'),
  };
}

/** What the mock served for the conversation itself. */
const served = (): number =>
  (mock?.calls('fork') ?? []).reduce(
    (sum, call) => (call.aside || !call.served ? sum : sum + costOf(call.served, defaultPrices)),
    0,
  );

async function runStep(place: AgentWorld, step: number) {
  const processes = new OwnProcesses();
  const driver = new Driver(
    specOf(place, step),
    { secrets: [], mcpEnv: {} },
    {
      adapter: adapterOf('opencode'),
      processes,
      env: place.env,
      scratch: place.scratch,
      served: undefined,
      say: () => undefined,
      signal: new AbortController().signal,
    },
  );
  const outcome = await driver.run();
  await processes.endAll();
  return outcome;
}

describe('the cost of opencode', () => {
  it('in a fork, and in a fork of that, is that of the step alone', { timeout: 300_000 }, async () => {
    const says = ['First.', 'Second.', 'Third.'].map((text) => ({ do: 'say', text }) as const);
    mock = await startMock({ plans: { fork: says } });
    world = await agentWorld({ agent: 'opencode', url: mock.url('fork') });
    const sessions = new Set<string | undefined>();
    for (let step = 1; step <= 3; step++) {
      const before = served();
      const outcome = await runStep(world, step);
      expect(outcome).toMatchObject({ status: 'completed', priced: false });
      expect(served()).toBeGreaterThan(before);
      expect(outcome.usage?.costUsd).toBeCloseTo(served() - before, 9);
      sessions.add(outcome.session);
    }
    expect(sessions.size).toBe(3);
  });
});
