import { randomUUID } from 'node:crypto';
import { processTable, tagVariable } from '../../processes/processTable.ts';
import type { AgentProcess, ProcessEnd, ProcessOrder, ProcessStarter } from '../port.ts';
import { ChildLedger } from './childLedger.ts';
import { StartedProcess } from './startedProcess.ts';

export interface StarterOptions {
  /** Where the processes are written down; absent: nowhere. */
  readonly ledgerFile?: string;
  /** The tag of the step, which all of its processes inherit. */
  readonly stepTag?: string;
}

/** Tells the processes of one start from those of another. */
const ownTagVariable = 'LOOPWRIGHT_AGENT_PROCESS';

/** Starts an agent's processes and ends them, with everything that they started. */
export class OwnProcesses implements ProcessStarter {
  readonly #ledger: ChildLedger | undefined;
  readonly #stepTag: Readonly<Record<string, string>>;
  readonly #running = new Set<StartedProcess>();
  #survivors = 0;

  constructor({ ledgerFile, stepTag = '' }: StarterOptions = {}) {
    this.#ledger = ledgerFile === undefined ? undefined : new ChildLedger(ledgerFile);
    this.#stepTag = stepTag === '' ? {} : { [tagVariable]: stepTag };
  }

  /** Processes that outlived the one that started them and had to be ended. */
  get survivors(): number {
    return this.#survivors;
  }

  start(order: ProcessOrder): AgentProcess {
    if (order.argv[0] === undefined) return notStarted('there is no program to start');
    const tag = randomUUID();
    const table = processTable();
    const process = new StartedProcess(
      { ...order, env: { ...order.env, ...this.#stepTag, [ownTagVariable]: tag } },
      {
        tag,
        table: { ...table, tagged: (pids, wanted) => table.tagged(pids, wanted, ownTagVariable) },
        onFound: (rows) => this.#ledger?.add(rows),
        onSurvivors: (count) => {
          this.#survivors += count;
        },
      },
    );
    this.#running.add(process);
    void process.ended.then(() => this.#running.delete(process));
    return process;
  }

  /** Ends all that still run. */
  async endAll(): Promise<void> {
    await Promise.all([...this.#running].map((process) => process.end()));
  }
}

function notStarted(error: string): AgentProcess {
  const end: ProcessEnd = { exitCode: null, signal: null, stderr: '', error };
  return {
    write: () => undefined,
    closeInput: () => undefined,
    end: async () => undefined,
    ended: Promise.resolve(end),
  };
}
