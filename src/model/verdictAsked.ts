import type { AgentRole } from './agents.ts';

const closing =
  'End your answer with one block that starts with ```json and ends with ```, and nothing else in it than';

/** What the prompt of a role says of the form of its answer, where the agent is not held to a schema. */
export const verdictAsked: { readonly [R in AgentRole]: string } = {
  checker: `${closing} your verdict: {"passed": true, "defects": []}, or {"passed": false, "defects": [{"severity": "low" | "medium" | "high" | "critical", "title": "…", "file": "…" | null, "line": 1 | null, "reproduce": "a command that fails as long as the defect is there" | null}]}.`,
  judge: `${closing} your verdict: {"score": a number from 0 to 10, "reasons": ["…", at least one]}.`,
  explorer: `${closing} what you found: {"rootCause": "…" | null, "findings": [{"key": "…", "title": "…", "body": "…" | null, "severity": "low" | "medium" | "high" | "critical" | null, "file": "…" | null, "line": 1 | null, "suggestion": "…" | null}]}.`,
  maker: `Only where nobody could do what is asked, because it contradicts itself: ${closing.replace('End', 'end')} {"unsatisfiable": "why"}.`,
};

/** Whether a pass of a role without such an answer has failed. For the others it is an addition to what they did. */
export const verdictRequired: { readonly [R in AgentRole]: boolean } = {
  checker: true,
  judge: true,
  explorer: false,
  maker: false,
};
