import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Mock, type Plan, startMock } from '../../agents/mocks/index.ts';
import { ownShareMb, type Peak, TreeMemory } from './treeMemory.ts';

/** Milliseconds that a turn may take. */
const patience = 60_000;
/** Characters of what it printed that are told when it fails. */
const mostWords = 1000;

/** One turn, from the start of the process to its end. */
export interface Measured {
  /** Milliseconds to the first call of the model at its server; small calls on the side (titles) are none. */
  readonly firstCallMs: number;
  readonly peak: Peak;
}

export interface MeasuredOrder {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Written into standard input, which is then closed; absent: it stays open. */
  readonly stdin?: string;
  /** Resolves when the turn is over. Both output streams are read besides. */
  readonly over: (child: ChildProcess) => Promise<unknown>;
}

/** A model server that says one thing, and knows when it was first asked. */
export class AskedModel {
  readonly #mock: Mock;
  #asked: () => void = () => undefined;

  private constructor(mock: Mock) {
    this.#mock = mock;
  }

  static async start(): Promise<AskedModel> {
    return new AskedModel(await startMock({ plans: {} }));
  }

  /** The address for an agent. */
  url(agent: string): string {
    const plan: Plan = [{ do: 'say', text: 'Done.' }];
    this.#mock.plan(agent, () => {
      this.#asked();
      return plan;
    });
    return this.#mock.url(agent);
  }

  close(): Promise<void> {
    return this.#mock.close();
  }

  /** Starts a process, looks at it until its turn is over, and leaves nothing of its group. */
  async measure(order: MeasuredOrder): Promise<Measured> {
    let firstCallMs: number | undefined;
    const alone = ownShareMb();
    const startedAt = performance.now();
    this.#asked = () => {
      firstCallMs ??= performance.now() - startedAt;
    };
    const { child, words } = begin(order);
    const memory = new TreeMemory(child.pid ?? 0, alone);
    try {
      await inTime(order.over(child));
    } finally {
      endGroup(child);
    }
    const peak = memory.end();
    if (firstCallMs === undefined) throw new Error(`${order.argv.join(' ')} asked no model: ${words()}`);
    return { firstCallMs, peak };
  }
}

function begin({ argv: [program = '', ...args], cwd, env, stdin }: MeasuredOrder) {
  const options: SpawnOptions = { cwd, env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'], detached: true };
  const child = spawn(program, args, options);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-mostWords);
    });
  }
  child.stdin?.on('error', () => undefined);
  if (stdin !== undefined) child.stdin?.end(stdin);
  return { child, words: () => printed };
}

async function inTime(over: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  const late = sleep(patience, 'late', { signal: enough.signal }).catch(() => undefined);
  const first = await Promise.race([over, late]);
  enough.abort();
  if (first === 'late') throw new Error(`a turn took more than ${patience / 1000} s`);
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
