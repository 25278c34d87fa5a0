import { setTimeout as sleep } from 'node:timers/promises';
import { adapterOf } from '../../../src/agents/drive/adapters.ts';
import { OwnProcesses } from '../../../src/agents/drive/processStarter.ts';
import type { Adapter, AgentEvent, Turn, TurnOutcome } from '../../../src/agents/port.ts';
import { type AgentCapabilities, capabilitiesOf } from '../../../src/model/agents.ts';
import { processesOf } from '../../support/processesOf.ts';
import { type AgentWorld, agentWorld, type TestedAgent } from '../agentWorld.ts';
import { type Mock, type PlanFor, startMock, type Totals } from '../mocks/index.ts';

/** What one turn came to. */
export interface Done {
  readonly outcome: TurnOutcome;
  readonly events: readonly AgentEvent[];
}

/** One scenario with one agent: everything it can use. */
export interface Cell {
  readonly agent: TestedAgent;
  readonly can: AgentCapabilities;
  readonly adapter: Adapter;
  readonly world: AgentWorld;
  readonly mock: Mock;
  readonly processes: OwnProcesses;
  /** Says what the model does from now on. */
  plan(plan: PlanFor): void;
  /** One turn to its end. */
  turn(over?: Partial<Turn>, options?: TurnOptions): Promise<Done>;
  /** What the mock served so far. */
  totals(): Totals;
}

export interface TurnOptions {
  /** The turn is aborted once this resolves. */
  readonly abortOn?: Promise<unknown>;
  readonly onEvent?: (event: AgentEvent) => void;
}

/** `pass`, or why the agent cannot, which its row in `capabilitiesOf` must say too. */
export type Verdict = 'pass' | `cannot: ${string}`;

export interface Scenario {
  readonly name: string;
  /** Throws where the agent does not hold to what is said of it. */
  readonly play: (cell: Cell) => Promise<Verdict>;
  /** How often the agent itself may try a model call again; 0 unless said. */
  readonly retries?: number;
  /** Files that the worktree begins with, where it matters. */
  readonly files?: Readonly<Record<string, string>>;
}

const scenarioOfUrl = 'cell';
/** Milliseconds that processes may take to be gone after a turn has resolved: the kernel's own time. */
const goneMs = 3000;
const cellMs = 120_000;

/** Plays a scenario in a world of its own, and looks for processes that were left over. */
export async function playCell(agent: TestedAgent, scenario: Scenario): Promise<Verdict> {
  const mock = await startMock({ plans: { [scenarioOfUrl]: [] } });
  const { retries = 0, files } = scenario;
  const world = await agentWorld({ agent, url: mock.url(scenarioOfUrl), retries, ...(files ? { files } : {}) });
  try {
    const verdict = await Promise.race([scenario.play(cellOf(agent, world, mock)), tooLong()]);
    await requireNoOrphans(world.folder);
    return verdict;
  } finally {
    for (const pid of await processesOf(world.folder)) killQuietly(pid);
    await mock.close();
    await world.dispose();
  }
}

function cellOf(agent: TestedAgent, world: AgentWorld, mock: Mock): Cell {
  const adapter = adapterOf(agent);
  const processes = new OwnProcesses({ ledgerFile: `${world.scratch}/children.jsonl` });
  return {
    agent,
    can: capabilitiesOf[agent],
    adapter,
    world,
    mock,
    processes,
    plan: (plan) => mock.plan(scenarioOfUrl, plan),
    totals: () => mock.totals(scenarioOfUrl),
    turn: async (over, { abortOn, onEvent } = {}) => {
      const events: AgentEvent[] = [];
      const abort = new AbortController();
      abortOn?.then(
        () => abort.abort(),
        () => abort.abort(),
      );
      const tell = (event: AgentEvent) => {
        events.push(event);
        onEvent?.(event);
      };
      const outcome = await adapter.run(world.turn(over), tell, abort.signal, processes);
      return { outcome, events };
    },
  };
}

/** Well before the test's own time is up, so that a cell that hangs is still cleared away. */
async function tooLong(): Promise<never> {
  await sleep(cellMs, undefined, { ref: false });
  throw new Error(`not over after ${cellMs / 1000} s`);
}

async function requireNoOrphans(folder: string): Promise<void> {
  for (const until = Date.now() + goneMs; ; await sleep(100)) {
    const left = await processesOf(folder);
    if (left.length === 0) return;
    if (Date.now() > until) throw new Error(`${left.length} processes were left over: ${left.join(', ')}`);
  }
}

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}
