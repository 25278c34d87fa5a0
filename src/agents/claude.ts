import { setTimeout as sleep } from 'node:timers/promises';
import { HeldLines } from './adapting/heldLines.ts';
import { claudeArguments, claudeEnvironment, promptMessage } from './claude/arguments.ts';
import { writeClaudeFiles } from './claude/files.ts';
import type { Adapter, AgentProcess, ProcessEnd, ProcessOrder, Turn } from './port.ts';

/** Milliseconds that it may take to stop when it is asked to: it ends its tools first, which took 150 ms. */
const stopPatience = 2000;
/** Milliseconds that it may take to leave after its result. */
const leavePatience = 5000;

/** Claude Code (https://code.claude.com), driven over its streams of JSON lines. */
export const claudeAdapter: Adapter = {
  name: 'claude',
  probe: async (...args) => (await (await import('./drive/afterStart.ts')).claudeProbe()).probeClaude(...args),

  async run(turn, tell, signal, processes) {
    const lines = new HeldLines();
    const order = signal.aborted ? undefined : orderOf(turn);
    const process = typeof order === 'object' ? processes.start({ ...order, onLine: lines.take }) : undefined;
    // Loaded while claude starts.
    const { ClaudeTurn } = await (await import('./drive/afterStart.ts')).claude();
    const say = (message: object) => process?.write(`${JSON.stringify(message)}\n`);
    const told = new ClaudeTurn(tell, {
      isNewSession: turn.session === undefined,
      now: Date.now,
      refuse: (id) => say(refusal(id)),
    });
    if (process === undefined) {
      return told.outcome({
        end: typeof order === 'string' ? notStarted(order) : undefined,
        isAborted: signal.aborted,
      });
    }
    lines.giveTo((line) => told.take(line));
    const stopped = onceAborted(signal);
    await Promise.race([told.settled, process.ended, stopped.promise]);
    if (signal.aborted || told.isRefused) {
      // SIGTERM takes longer, ends without an account of what was used, and does not exist on Windows.
      say(interrupt);
      await atMost(stopPatience, Promise.race([told.resulted, process.ended]));
    }
    process.closeInput();
    const end = await leave(process, stopped.promise, signal);
    stopped.forget();
    await process.end();
    return told.outcome({ end, isAborted: signal.aborted });
  },
};

/** Undefined where it does not leave by itself. */
async function leave(
  process: AgentProcess,
  stopped: Promise<undefined>,
  signal: AbortSignal,
): Promise<ProcessEnd | undefined> {
  const end = signal.aborted ? undefined : await atMost(leavePatience, Promise.race([process.ended, stopped]));
  return end ?? atMost(signal.aborted ? stopPatience : 0, process.ended);
}

/** Why it cannot be started where it is text. */
function orderOf(turn: Turn): Omit<ProcessOrder, 'onLine'> | string {
  try {
    return {
      argv: [...turn.program, ...claudeArguments(turn, writeClaudeFiles(turn))],
      cwd: turn.cwd,
      env: claudeEnvironment(turn),
      stdin: promptMessage(turn.prompt),
      keepsOpen: true,
    };
  } catch (error) {
    return `its files cannot be written to ${turn.scratch}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const notStarted = (why: string): ProcessEnd => ({ exitCode: null, signal: null, stderr: why });

const interrupt = { type: 'control_request', request_id: 'stop', request: { subtype: 'interrupt' } };

const refusal = (id: string) => ({
  type: 'control_response',
  response: { subtype: 'error', request_id: id, error: 'Nobody is there to answer.' },
});

function onceAborted(signal: AbortSignal): { readonly promise: Promise<undefined>; readonly forget: () => void } {
  let hear: () => void = () => undefined;
  const promise = new Promise<undefined>((resolve) => {
    hear = () => resolve(undefined);
    if (signal.aborted) hear();
  });
  signal.addEventListener('abort', hear, { once: true });
  return { promise, forget: () => signal.removeEventListener('abort', hear) };
}

async function atMost<T>(milliseconds: number, over: Promise<T>): Promise<T | undefined> {
  const enough = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: enough.signal }).catch(() => undefined);
  const first = await Promise.race([over, late]);
  enough.abort();
  return first;
}
