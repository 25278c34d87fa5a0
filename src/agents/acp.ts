import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Asker } from './acp/permissions.ts';
import { type AcpPreset, anyPreset, geminiPreset, opencodePreset } from './acp/presets.ts';
import { AcpStream } from './acp/stream.ts';
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
    // Loaded while the agent starts, the protocol's library too, and that not for agents that do not speak it.
    const after = await import('./drive/afterStart.ts');
    const [{ AcpTurn }, { converse }] = await Promise.all([after.acp(), after.acpConversation()]);
    const told = new AcpTurn(tell, preset.usage);
    if (process === undefined) return told.outcome(aborted);
    const stream = new AcpStream(
      (text) => process.write(text),
      (params) => told.news(params),
    );
    lines.giveTo((line) => {
      if (!stream.take(line)) told.noise(line);
    });
    const conversation = converse(turn, preset, told, stream, askerOf(turn));
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
    stream.close();
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

/** An error of the protocol often has its reason in `data`. */
function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const data = 'data' in error && error.data !== undefined ? ` ${JSON.stringify(error.data)}` : '';
  return `${error.message}${data}`;
}

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
