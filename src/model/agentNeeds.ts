import { type AgentCapabilities, capabilitiesOf, type DrivenAgent, drivenAgents, type SessionMode } from './agents.ts';

/** What a role asks of its agent beside the work itself. */
export interface AskedOfAgent {
  readonly definition?: string | undefined;
  /** Those that its definition restricts it to. */
  readonly tools?: readonly string[] | undefined;
  readonly model?: string | undefined;
  readonly effort?: string | undefined;
  readonly skills?: readonly unknown[] | undefined;
  readonly connectors?: readonly { readonly tools?: readonly string[] | undefined }[] | undefined;
  readonly maxTurns?: number | undefined;
  readonly sessionMode?: SessionMode | undefined;
}

/** Fields of a role that not every agent can hold to, and what it takes. */
const needs = {
  definition: ({ definitions }) => definitions !== undefined,
  'tools of a definition': ({ definitionTools }) => definitionTools,
  model: ({ model }) => model,
  effort: ({ effort }) => effort,
  skills: ({ skills }) => skills !== undefined,
  connectors: ({ mcp }) => mcp,
  // What takes no server at all is asked nothing about its tools.
  'connectors.*.tools': ({ mcp, mcpTools }) => !mcp || mcpTools,
  'max-turns': ({ maxTurns }) => maxTurns,
  'session: continue': ({ resume }) => resume,
  'session: fork': ({ fork }) => fork,
} as const satisfies Readonly<Record<string, (can: AgentCapabilities) => boolean>>;

/** A field as a loop file writes it. */
export type AgentNeed = keyof typeof needs;

/** Whether an agent can hold to a field. */
export const canDo = (agent: DrivenAgent, need: AgentNeed): boolean => needs[need](capabilitiesOf[agent]);

/** The agents that can hold to a field. */
export const ableTo = (need: AgentNeed): readonly DrivenAgent[] => drivenAgents.filter((agent) => canDo(agent, need));

/** What of that which a role asks for its agent cannot do; empty where it can do all. */
export const unmetNeeds = (agent: DrivenAgent, asked: AskedOfAgent): readonly AgentNeed[] =>
  needsOf(asked).filter((need) => !canDo(agent, need));

/** What a role asks for that not every agent can do. */
export function needsOf(asked: AskedOfAgent): readonly AgentNeed[] {
  const { definition, tools, model, effort, skills = [], connectors = [], maxTurns, sessionMode } = asked;
  return [
    ...(definition === undefined ? [] : (['definition'] as const)),
    ...(tools === undefined ? [] : (['tools of a definition'] as const)),
    ...(model === undefined ? [] : (['model'] as const)),
    ...(effort === undefined ? [] : (['effort'] as const)),
    ...(skills.length === 0 ? [] : (['skills'] as const)),
    ...(connectors.length === 0 ? [] : (['connectors'] as const)),
    ...(connectors.every(({ tools }) => tools === undefined) ? [] : (['connectors.*.tools'] as const)),
    ...(maxTurns === undefined ? [] : (['max-turns'] as const)),
    ...(sessionMode === undefined || sessionMode === 'fresh' ? [] : ([`session: ${sessionMode}`] as const)),
  ];
}
