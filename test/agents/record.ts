// `npm run record:agents`: what the real agents print, written to test/agents/recordings/<agent>-<scenario>.jsonl for the
// fast tests of the adapters. Run by Node 24, which reads TypeScript; `node record.ts pi` does one agent only.
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { agentCache } from '../../scripts/agents/pinned.mjs';
import { adapterOf } from '../../src/agents/drive/adapters.ts';
import { OwnProcesses } from '../../src/agents/drive/processStarter.ts';
import type { ProcessStarter, Turn, TurnOutcome } from '../../src/agents/port.ts';
import { type AgentWorld, agentWorld, type TestedAgent, testedAgents } from './agentWorld.ts';
import { type Mock, type Plan, startMock } from './mocks/index.ts';

interface Recorded {
  readonly plan: (world: AgentWorld) => Plan;
  readonly turn?: Partial<Turn>;
  /** A turn before the one that is recorded, whose session that one goes on with. */
  readonly after?: boolean;
  /** Ended so long after the first model call, in milliseconds. */
  readonly endedAfter?: number;
}

const folder = join(dirname(fileURLToPath(import.meta.url)), 'recordings');
/** A recording shows a form; what repeats itself is left out after so many lines. */
const mostLines = 200;
/** Milliseconds for agents that say nothing of errors. */
const silence = 15_000;

const schema = {
  type: 'object',
  properties: { verdict: { type: 'string', enum: ['pass', 'fail'] }, reason: { type: 'string' } },
  required: ['verdict', 'reason'],
  additionalProperties: false,
} as const;

const scenarios: Readonly<Record<string, Recorded>> = {
  edit: {
    plan: (world) => [
      { do: 'write', path: world.path('new.txt'), content: 'written by the model\n' },
      { do: 'shell', command: 'echo hello' },
      { do: 'say', text: 'The file is written.' },
    ],
  },
  denied: {
    plan: (world) => [
      { do: 'write', path: world.path('forbidden.txt'), content: 'x\n' },
      { do: 'say', text: 'Done, the file is written.' },
    ],
    turn: { readOnly: true },
  },
  401: { plan: () => [{ do: 'refuse', status: 401 }], endedAfter: silence },
  429: { plan: () => [{ do: 'refuse', status: 429, retryAfterSeconds: 1 }], endedAfter: silence },
  500: { plan: () => [{ do: 'refuse', status: 500 }], endedAfter: silence },
  drop: { plan: () => [{ do: 'drop', text: 'I will begin' }], endedAfter: silence },
  resume: {
    plan: () => [
      { do: 'say', text: 'First.' },
      { do: 'say', text: 'Second.' },
    ],
    after: true,
  },
  abort: { plan: () => [{ do: 'shell', command: 'sleep 300' }], endedAfter: 3000 },
  verdict: {
    plan: () => [{ do: 'answer', value: { verdict: 'fail', reason: 'off by one in line 3' } }],
    turn: { readOnly: true, schema },
  },
};

/** Processes whose lines are kept. */
function recording(processes: ProcessStarter, lines: string[]): ProcessStarter {
  return {
    start: (order) =>
      processes.start({
        ...order,
        onLine: (line) => {
          lines.push(line);
          order.onLine(line);
        },
      }),
  };
}

/** Without what is different on every machine. The key is one of nobody's; it is left out all the same. */
function plain(line: string, world: AgentWorld, mock: Mock): string {
  return line
    .replaceAll(world.folder, '/R')
    .replaceAll(agentCache(), '/A')
    .replaceAll(`127.0.0.1:${mock.port}`, '127.0.0.1:1')
    .replaceAll(`"${hostname()}"`, '"HOST"')
    .replaceAll(/sk-test[\w-]*/g, 'KEY');
}

async function record(agent: TestedAgent, name: string, what: Recorded): Promise<TurnOutcome> {
  const mock = await startMock({ plans: {} });
  const world = await agentWorld({ agent, url: mock.url('recorded') });
  try {
    mock.plan('recorded', what.plan(world));
    const lines: string[] = [];
    const processes = new OwnProcesses();
    const quiet = new AbortController().signal;
    const run = (turn: Turn, signal: AbortSignal, starter: ProcessStarter) =>
      adapterOf(agent).run(turn, () => undefined, signal, starter);
    const before = what.after === true ? await run(world.turn(), quiet, processes) : undefined;
    const session = before?.session === undefined ? {} : { session: { id: before.session, mode: 'continue' as const } };
    const abort = new AbortController();
    if (what.endedAfter !== undefined) {
      const ms = what.endedAfter;
      void mock.called('recorded', 1).then(async () => {
        await sleep(ms, undefined, { ref: false });
        abort.abort();
      });
    }
    const turn = world.turn({ prompt: 'Do it.', ...what.turn, ...session });
    const outcome = await run(turn, abort.signal, recording(processes, lines));
    const kept = lines.slice(0, mostLines).map((line) => `${plain(line, world, mock)}\n`);
    await writeFile(join(folder, `${agent}-${name}.jsonl`), kept.join(''));
    return outcome;
  } finally {
    await mock.close();
    await world.dispose();
  }
}

await mkdir(folder, { recursive: true });
const named = process.argv.slice(2);
for (const agent of testedAgents.filter((one) => named.length === 0 || named.includes(one))) {
  for (const [name, what] of Object.entries(scenarios)) {
    const { status, cause, detail } = await record(agent, name, what);
    console.log(`${agent}-${name}: ${status}${cause ? ` (${cause})` : ''} ${detail.slice(0, 100)}`);
  }
}
