import { runByExec } from './codex/exec.ts';
import { failedOutcome } from './codex/outcome.ts';
import { homeAdvice, probeCodex } from './codex/probe.ts';
import { runOverServer } from './codex/server.ts';
import type { Adapter } from './port.ts';

/** Codex over its app-server, or by `codex exec` where that is too old to have threads. */
export const codexAdapter: Adapter = {
  name: 'codex',
  probe: probeCodex,
  run: async (turn, tell, signal, processes) => {
    // A checker whose commands all fail unseen would find nothing wrong.
    const advice = homeAdvice(turn.env);
    if (advice !== undefined) return failedOutcome(advice, 'crash');
    return (await runOverServer(turn, tell, signal, processes)) ?? runByExec(turn, tell, signal, processes);
  },
};
