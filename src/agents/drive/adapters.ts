import type { DrivenAgent } from '../../model/agents.ts';
import { acpAdapter, geminiAdapter, opencodeAdapter } from '../acp.ts';
import { claudeAdapter } from '../claude.ts';
import { codexAdapter } from '../codex.ts';
import { piAdapter } from '../pi.ts';
import type { Adapter } from '../port.ts';

/** How each agent is driven. */
const adapters: { readonly [A in DrivenAgent]: Adapter } = {
  claude: claudeAdapter,
  codex: codexAdapter,
  pi: piAdapter,
  gemini: geminiAdapter,
  opencode: opencodeAdapter,
  acp: acpAdapter,
};

export const adapterOf = (agent: DrivenAgent): Adapter => adapters[agent];
