import type { Adapter, AgentEvent, TurnOutcome } from '../../../../src/agents/port.ts';
import type { DrivenAgent } from '../../../../src/model/agents.ts';

/**
 * An agent whose protocol is the port itself: a program reads the turn as one line of JSON and prints events, the last one
 * an `outcome`. What is no event is noise; without an outcome it crashed.
 */
export const scriptedAdapter = (name: DrivenAgent): Adapter => ({
  name,
  probe: async (program, env, processes) => {
    const lines: string[] = [];
    const onLine = (line: string): void => void lines.push(line);
    const { ended } = processes.start({ argv: [...program, '--version'], cwd: '/', env, onLine });
    const { error } = await ended;
    if (error !== undefined) return undefined;
    const auth = lines[1] === 'logged out' ? 'missing' : 'ok';
    return {
      program: program[0] ?? '',
      version: lines[0] ?? '',
      auth,
      ...(auth === 'missing' ? { advice: 'Log in.' } : {}),
    };
  },
  run: async (turn, tell, signal, processes) => {
    const told: { outcome?: TurnOutcome } = {};
    const onLine = (line: string): void => {
      const said = parsed(line);
      if (said === undefined) tell({ type: 'noise', bytes: Buffer.byteLength(line), sample: line.slice(0, 80) });
      else if (said.type === 'outcome') told.outcome = said as unknown as TurnOutcome;
      else tell(said as AgentEvent);
    };
    const { env: _, ...shown } = turn;
    const stdin = `${JSON.stringify(shown)}\n`;
    const agent = processes.start({ argv: turn.program, cwd: turn.cwd, env: turn.env, stdin, onLine });
    signal.addEventListener('abort', () => void agent.end(), { once: true });
    const { stderr, error } = await agent.ended;
    const base = { detail: error ?? stderr.slice(-200), text: '', usage: null, denied: 0 };
    if (signal.aborted) return { status: 'aborted', ...base };
    return { ...base, ...(told.outcome ?? { status: 'failed', cause: error === undefined ? 'crash' : 'missing' }) };
  },
});

function parsed(line: string): { readonly type: string } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as { type: string }) : undefined;
  } catch {
    return undefined;
  }
}
