import { homeAdvice } from './codex/home.ts';
import { startServer } from './codex/startServer.ts';
import type { Adapter } from './port.ts';

/** Codex over its app-server, or by `codex exec` where that is too old to have threads. */
export const codexAdapter: Adapter = {
  name: 'codex',
  probe: async (...args) => (await (await import('./drive/afterStart.ts')).codexProbe()).probeCodex(...args),
  run: async (turn, tell, signal, processes) => {
    // A checker whose commands all fail unseen would find nothing wrong.
    const advice = homeAdvice(turn.env);
    const server = advice === undefined ? startServer(turn, processes) : undefined;
    // Loaded while codex starts.
    const after = await import('./drive/afterStart.ts');
    if (server === undefined) return (await after.codexOutcome()).failedOutcome(advice ?? '', 'crash');
    const { runOverServer } = await after.codex();
    const outcome = await runOverServer(turn, tell, signal, server);
    return outcome ?? (await after.codexByExec()).runByExec(turn, tell, signal, processes);
  },
};
