import type { DrivenAgent } from '../../model/agents.ts';
import type { Adapter } from '../port.ts';

/** An adapter that is loaded when it is used: a driver drives one agent, and the others would only take time and memory. */
const lazy = (name: DrivenAgent, load: () => Promise<Adapter>): Adapter => ({
  name,
  probe: async (...args) => (await load()).probe(...args),
  run: async (...args) => (await load()).run(...args),
});

/** How each agent is driven. */
const adapters: { readonly [A in DrivenAgent]: Adapter } = {
  claude: lazy('claude', async () => (await import('../claude.ts')).claudeAdapter),
  codex: lazy('codex', async () => (await import('../codex.ts')).codexAdapter),
  pi: lazy('pi', async () => (await import('../pi.ts')).piAdapter),
  gemini: lazy('gemini', async () => (await import('../acp.ts')).geminiAdapter),
  opencode: lazy('opencode', async () => (await import('../acp.ts')).opencodeAdapter),
  acp: lazy('acp', async () => (await import('../acp.ts')).acpAdapter),
  vscode: lazy('vscode', async () => (await (await import('./afterStart.ts')).vscode()).vscodeAdapter),
};

export const adapterOf = (agent: DrivenAgent): Adapter => adapters[agent];
