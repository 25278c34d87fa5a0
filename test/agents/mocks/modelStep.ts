/** What a scripted model does in one call. Paths are as the agent's tools want them: absolute is safest. */
export type ModelStep =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'write'; readonly path: string; readonly content: string }
  | { readonly do: 'edit'; readonly path: string; readonly find: string; readonly replace: string }
  | { readonly do: 'read'; readonly path: string }
  | { readonly do: 'shell'; readonly command: string }
  /** A sub-agent that is given `prompt` and follows `plan`; for agents that have such a tool. */
  | { readonly do: 'delegate'; readonly prompt: string; readonly plan: readonly ModelStep[] }
  /** Waits for the sub-agents that were started, where starting one does not. */
  | { readonly do: 'await' }
  /** An answer in the form of a schema: through the agent's own tool for it where it offers one, else as JSON text. */
  | { readonly do: 'answer'; readonly value: unknown }
  /**
   * A tool of an MCP server, whatever the agent calls it. One that is not offered is called all the same where `like` is
   * another tool of its server, that is: models make names up.
   */
  | {
      readonly do: 'mcp';
      readonly server: string;
      readonly tool: string;
      readonly input: unknown;
      readonly like?: string;
    }
  /** An HTTP status, for so many calls (always, if not said), before the step after it. */
  | { readonly do: 'refuse'; readonly status: number; readonly times?: number; readonly retryAfterSeconds?: number }
  /** Takes the request and never answers. */
  | { readonly do: 'hang' }
  /** Begins an answer and never goes on. */
  | { readonly do: 'stall'; readonly text: string }
  /** Cuts the connection in the middle of an answer, for so many calls (always, if not said). */
  | { readonly do: 'drop'; readonly text: string; readonly times?: number }
  /** So many words, one at a time. */
  | { readonly do: 'slow'; readonly words: number; readonly everyMs: number };

/** Steps in order, one a model call of a conversation; the last one again and again. */
export type Plan = readonly ModelStep[];

/** Whether a step leaves nothing in the conversation, so that only a count of the server's tells how often it was done. */
const leavesNoTrace = (step: ModelStep): step is Extract<ModelStep, { readonly do: 'refuse' | 'drop' }> =>
  step.do === 'refuse' || step.do === 'drop';

/**
 * The step of a plan that is due.
 * @param position how many answers of the model are in the conversation already
 * @param timesDone how often the step with an index was done; only asked of steps that leave no trace
 * @returns the step and its index
 */
export function stepDue(plan: Plan, position: number, timesDone: (index: number) => number): [ModelStep, number] {
  let seen = 0;
  for (const [index, step] of plan.entries()) {
    if (leavesNoTrace(step)) {
      if (seen === position && timesDone(index) < (step.times ?? Number.POSITIVE_INFINITY)) return [step, index];
    } else if (seen++ === position) return [step, index];
  }
  return repeated(plan);
}

/** What comes after the end of a plan: its last step again; an answer once given is not given again. */
function repeated(plan: Plan): [ModelStep, number] {
  const last = plan.at(-1);
  const isOver = !last || last.do === 'answer' || (leavesNoTrace(last) && last.times !== undefined);
  return isOver ? [{ do: 'say', text: 'Given.' }, plan.length] : [last, plan.length - 1];
}
