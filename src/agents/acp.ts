import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AcpListener } from './acp/connection.ts';
import type { Asker } from './acp/permissions.ts';
import { type AcpPreset, anyPreset, geminiPreset, opencodePreset } from './acp/presets.ts';
import type { AcpTurn } from './acp/turn.ts';
import { HeldLines } from './adapting/heldLines.ts';
import type { Adapter, ProcessEnd, Turn, TurnOutcome } from './port.ts';

/** Milliseconds that it may take to stop when it is asked to. */
const stopPatience = 2000;

/** Any agent that speaks the Agent Client Protocol; `program` is the person's whole command. */
export const acpAdapter: Adapter = {
  name: 'acp',
  probe: async (...args) => (await (await import('./drive/afterStart.ts')).acpProbe()).probeByGreeting(...args),
  run: runner(anyPreset),
};

/** Google's gemini-cli, over the protocol. */
export const geminiAdapter: Adapter = { name: 'gemini', probe: probe('gemini'), run: runner(geminiPreset) };

/** opencode, over the protocol. */
export const opencodeAdapter: Adapter = {
  name: 'opencode',
  probe: probe('opencode'),
  run: runner(opencodePreset),
};

function probe(agent: 'gemini' | 'opencode'): Adapter['probe'] {
  return async (...args) => (await (await import('./drive/afterStart.ts')).acpProbe()).probeByVersion(agent)(...args);
}

function runner(preset: AcpPreset): Adapter['run'] {
  return async (turn, tell, signal, processes) => {
    await preset.before?.(turn, signal);
    const lines = new HeldLines();
    const process = signal.aborted
      ? undefined
      : processes.start({
          argv: preset.argv(turn),
          cwd: turn.cwd,
          env: preset.env(turn),
          keepsOpen: true,
          onLine: lines.take,
        });
    // Loaded while the agent starts.
    const after = await import('./drive/afterStart.ts');
    const { AcpConnection, AcpTurn, converse } = await after.acp();
    const told = new AcpTurn(tell, preset.usage);
    if (process === undefined) return told.outcome(aborted);
    const agent = new AcpConnection((text) => process.write(text), listenerOf(told, turn, signal));
    lines.giveTo((line) => agent.take(line));
    const conversation = converse(turn, preset, told, agent);
    const answered = conversation.outcome.catch((error: unknown) => told.refused(errorWords(error)));
    const how = await Promise.race([
      answered.then((outcome) => ({ outcome })),
      process.ended.then((end) => ({ end })),
      untilAborted(signal),
    ]);
    if (signal.aborted) {
      conversation.cancel();
      await atMost(stopPatience, Promise.race([answered, process.ended]));
    }
    await process.end();
    agent.close();
    if (signal.aborted || how === undefined) return told.outcome(aborted);
    return 'outcome' in how ? how.outcome : told.outcome(endedBy(how.end));
  };
}

const aborted = { status: 'aborted', detail: 'it was told to stop' } as const;

/** It ended on its own before its turn was over. */
function endedBy({ error, stderr, exitCode, signal }: ProcessEnd): Pick<TurnOutcome, 'status' | 'cause' | 'detail'> {
  if (error !== undefined) return { status: 'failed', cause: 'missing', detail: error };
  const words = stderr.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? '';
  const how = `it ended with ${signal ?? `exit code ${exitCode}`} in the middle of its turn`;
  return { status: 'failed', cause: 'crash', detail: words === '' ? how : `${how}: ${words}` };
}

function listenerOf(told: AcpTurn, turn: Turn, signal: AbortSignal): AcpListener {
  const asker = askerOf(turn);
  return {
    news: (params) => told.news(params),
    asked: (request) => ({ outcome: signal.aborted ? { outcome: 'cancelled' } : told.answer(request, asker).outcome }),
    noise: (line) => told.noise(line),
  };
}

function askerOf({ cwd, readOnly, scratch, mcp }: Turn): Asker {
  const folders = [cwd, scratch, tmpdir()].flatMap((folder) => [folder, realFolder(folder)]);
  return { readOnly, folders, servers: mcp };
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

const errorWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const untilAborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

async function atMost(milliseconds: number, over: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  await Promise.race([over, sleep(milliseconds, undefined, { signal: enough.signal }).catch(() => undefined)]);
  enough.abort();
}
