import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { capabilitiesOf } from '../model/agents.ts';
import { askVersion } from './adapting/askVersion.ts';
import { HeldLines } from './adapting/heldLines.ts';
import { oldAdvice } from './adapting/oldestVersion.ts';
import { piArguments } from './pi/arguments.ts';
import type { Adapter, AgentProcess, Probe, ProcessEnd, ProcessStarter, Turn, TurnOutcome } from './port.ts';

/** Milliseconds that it may take to stop when it is asked to, and to leave when it has nothing more to do. */
const stopPatience = 2000;

const nodeAdvice = 'pi needs Node 22.19 or newer: put one in front of the PATH, or name it: node, then the path of pi';

/** The pi coding agent (https://pi.dev), driven over its JSON-lines protocol. */
export const piAdapter: Adapter = {
  name: 'pi',

  async probe(program, env, processes) {
    const answer = await askVersion(program, env, processes);
    if (answer === undefined) return undefined;
    const found: Probe = { program: program[0] ?? 'pi', version: answer.version ?? 'unknown', auth: 'unknown' };
    if (answer.end.exitCode === 0 && answer.version !== undefined) {
      const advice = oldAdvice('pi', answer.version);
      return { ...found, ...(advice === undefined ? {} : { advice }) };
    }
    const { stderr } = answer.end;
    return {
      ...found,
      version: 'unknown',
      advice: isOldNode(stderr) ? nodeAdvice : `pi does not start: ${lastLine(stderr)}`,
    };
  },

  async run(turn, tell, signal, processes) {
    const lines = new HeldLines();
    const process = signal.aborted ? undefined : start(turn, lines, processes);
    // Loaded while pi starts.
    const after = await import('./drive/afterStart.ts');
    const [{ PiTurn }, { installedVersion }] = await Promise.all([after.pi(), after.piVersion()]);
    const version = installedVersion(turn.program, turn.env);
    const say = (command: object) => process?.write(`${JSON.stringify(command)}\n`);
    const told = new PiTurn(
      (event) => tell(event.type === 'session' && version !== undefined ? { ...event, version } : event),
      {
        stopRetrying: () => say({ type: 'abort_retry' }),
        refuse: (id) => say({ type: 'extension_ui_response', id, cancelled: true }),
      },
      turn.retries,
    );
    if (process === undefined) return told.outcome(aborted);
    lines.giveTo((line) => told.take(line));
    const how = await Promise.race([told.settled, process.ended, untilAborted(signal)]);
    if (signal.aborted) {
      say({ type: 'abort' });
      await atMost(stopPatience, Promise.race([told.settled, process.ended]));
    }
    process.closeInput();
    await atMost(stopPatience, process.ended);
    await process.end();
    if (signal.aborted) return told.outcome(aborted);
    return told.outcome(how === undefined ? undefined : endedBy(how));
  },
};

function start(turn: Turn, lines: HeldLines, processes: ProcessStarter): AgentProcess {
  const skills = join(turn.cwd, capabilitiesOf.pi.skills ?? '');
  const session = { session: randomUUID(), ...(existsSync(skills) ? { skills } : {}) };
  return processes.start({
    argv: [...turn.program, ...piArguments(turn, session)],
    cwd: turn.cwd,
    env: { PI_OFFLINE: '1', PI_TELEMETRY: '0', ...turn.env },
    stdin: [{ type: 'get_state' }, { id: 'prompt', type: 'prompt', message: plainPrompt(turn.prompt) }]
      .map((command) => `${JSON.stringify(command)}\n`)
      .join(''),
    keepsOpen: true,
    onLine: lines.take,
  });
}

const aborted = { status: 'aborted', detail: 'it was told to stop' } as const;

/** It ended on its own before its turn was over. */
function endedBy({ error, stderr, exitCode, signal }: ProcessEnd): Pick<TurnOutcome, 'status' | 'cause' | 'detail'> {
  if (error !== undefined) return { status: 'failed', cause: 'missing', detail: error };
  if (isOldNode(stderr)) return { status: 'failed', cause: 'too-old', detail: nodeAdvice };
  const how = `pi ended with ${signal ?? `exit code ${exitCode}`} in the middle of its turn`;
  const words = lastLine(stderr);
  return { status: 'failed', cause: 'crash', detail: words === '' ? how : `${how}: ${words}` };
}

/** A slash at the beginning would call a command of pi's or of its extensions. */
const plainPrompt = (prompt: string): string => (prompt.startsWith('/') ? ` ${prompt}` : prompt);

const isOldNode = (stderr: string): boolean => /^Node\.js v(1\d|20|21|22\.(1[0-8]|\d))\./m.test(stderr);

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? '';

const untilAborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));

async function atMost(milliseconds: number, over: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  await Promise.race([over, sleep(milliseconds, undefined, { signal: enough.signal }).catch(() => undefined)]);
  enough.abort();
}
