import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.mjs';
import { type AgentRun, agentRun } from './kills/agentRun.ts';
import { type Kills, killOften, killWithWrapper } from './kills/killOften.ts';
import { callsOfTurn, conversation, turns } from './kills/slowLoop.ts';
import { inOrder, type Mock, type ModelCall, startMock } from './mocks/index.ts';

// The runner is killed in the middle of turns of real agents. Their driver outlives it and is adopted, so a turn is paid
// once: the model server sees each call of the conversation exactly once, whoever was killed when.

const kills = Number(process.env['LOOPWRIGHT_KILLS'] ?? 50);
const seed = Number(process.env['LOOPWRIGHT_SEED'] ?? 20_261_121);
const programs = process.env['LOOPWRIGHT_DIST'] ?? join(root, 'dist');

/** How the kills are shared out. */
const shares = { claude: 0.4, codex: 0.4, pi: 0.2 } as const;
const agents = ['claude', 'codex', 'pi'] as const;

/** Numbers in [0, 1) that are the same for a seed (Lehmer, 1951: 48271 modulo 2^31 − 1). */
function* numbersFrom(state: number): Generator<number, never> {
  for (let next = state; ; next = (next * 48_271) % 0x7fff_ffff) yield next / 0x7fff_ffff;
}

let mock: Mock | undefined;

async function serve(): Promise<Mock> {
  mock = await startMock({ plans: {} });
  return mock;
}

afterEach(async () => {
  await mock?.close();
  mock = undefined;
});

const positionsOf = (calls: readonly ModelCall[]): readonly number[] =>
  calls.filter(({ aside }) => !aside).map(({ asked }) => asked.position);

const wholeConversation = conversation.map((_, index) => index);

/** Waiting for a person who lands it: all that was to be made was made, each file in a pass of its own. */
function expectMade({ detail, outcomes }: AgentRun): void {
  expect(detail.status, JSON.stringify({ reason: detail.reason, outcomes })).toBe('waiting');
  const passes = detail.items[0]?.iterations.slice(1) ?? [];
  expect(passes.map(({ status }) => status)).toEqual(['failed', 'failed', 'accepted']);
  // A driver a turn, each of which did one turn.
  expect(outcomes.map(({ status, turns: count, retries }) => ({ status, count, retries }))).toEqual(
    Array.from({ length: turns }, () => ({ status: 'completed', count: 1, retries: 0 })),
  );
}

/** Everything that a run without any kill would have come to, and nothing besides. */
function expectPaidOnce(served: Mock, scenario: string, run: AgentRun): void {
  expectMade(run);
  expect(new Set(run.outcomes.map(({ session }) => session)).size).toBe(1);
  const calls = served.calls(scenario);
  // One conversation in which each answer was asked for once, and none in vain.
  expect(positionsOf(calls)).toEqual(wholeConversation);
  expect(calls.filter(({ served: usage, hungUp }) => usage === undefined || hungUp)).toEqual([]);
  expect(run.cutOff).toEqual([]);
  const { input, cacheRead, cacheWrite, output } = served.totals(scenario);
  expect(run.detail.spend?.tokens).toBe(input + cacheRead + cacheWrite + output);
  expect(run.left).toEqual([]);
}

describe.runIf(process.platform !== 'win32')('kill -9 of the runner in the middle of turns', () => {
  for (const [index, agent] of agents.entries()) {
    const wanted = Math.max(1, Math.round(kills * shares[agent]));
    it(`of ${agent}: no turn is paid twice, ${wanted} times`, { timeout: 600_000 }, async () => {
      const random = numbersFrom(seed + index);
      const served = await serve();
      for (let [round, left] = [1, wanted]; left > 0; round += 1) {
        const scenario = `${agent}-${round}`;
        served.plan(scenario, conversation);
        const startedAt = Date.now();
        let killed: Kills = { inTurn: 0, elsewhere: 0 };
        const order = { agent, mock: served, scenario, sandbox: 'preferred', programs } as const;
        const run = await agentRun(order, async (going) => {
          killed = await killOften(going, left, random);
        });
        left -= killed.inTurn;
        const seconds = Math.round((Date.now() - startedAt) / 1000);
        const called = `${served.calls(scenario).length} model calls in ${turns} turns of ${callsOfTurn}`;
        console.log(`${agent}, seed ${seed + index}, run ${round}: ${JSON.stringify(killed)}; ${called}; ${seconds} s`);
        expectPaidOnce(served, scenario, run);
        expect(killed.inTurn, 'kills in this run').toBeGreaterThan(0);
      }
    });
  }

  it.each(agents)('and of its step: %s is ended before its turn is begun again', async (agent) => {
    const served = await serve();
    // The second turn is cut off, and begun again in a conversation of its own.
    const rest = conversation.slice(callsOfTurn);
    served.plan(agent, inOrder(conversation, rest));
    const order = { agent, mock: served, scenario: agent, sandbox: 'preferred', programs } as const;
    const run = await agentRun(order, async (going) => {
      await served.called(agent, 2 * callsOfTurn - 1);
      await killWithWrapper(going, 2);
    });
    expectMade(run);
    expect(new Set(run.outcomes.map(({ session }) => session)).size).toBe(2);
    const positions = positionsOf(served.calls(agent));
    const again = positions.lastIndexOf(0);
    // The declared window: what was asked in the turn that was cut off, until the next runner has ended its agent.
    expect(again).toBeGreaterThanOrEqual(2 * callsOfTurn - 1);
    expect(again).toBeLessThanOrEqual(2 * callsOfTurn);
    expect(positions.slice(0, again)).toEqual(wholeConversation.slice(0, again));
    expect(positions.slice(again)).toEqual(rest.map((_, index) => index));
    // What the cut-off turn has told is counted.
    expect(run.cutOff).toHaveLength(1);
    expect(run.left).toEqual([]);
  });
});
