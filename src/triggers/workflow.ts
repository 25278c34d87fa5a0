import * as z from 'zod';
import type { Triggers } from '../model/loop/triggers.ts';
import { type Firing, triggerOf } from './firing.ts';
import { matchesAny } from './globs.ts';

/** A finished run of somebody's CI. All texts are untrusted. */
export interface FinishedCiRun {
  /** A run that is repeated keeps it and gets a later `finishedAt`. */
  readonly id: string;
  readonly workflow: string;
  readonly branch: string;
  readonly conclusion: string;
  /** Epoch milliseconds. */
  readonly finishedAt: number;
}

type Wanted = NonNullable<Triggers['workflow_run']>;

export function matchesWorkflow({ workflows, conclusions, branches }: Wanted, run: FinishedCiRun): boolean {
  return (
    workflows.includes(run.workflow) &&
    conclusions.some((wanted) => wanted === run.conclusion) &&
    (branches === undefined || matchesAny(branches)(run.branch))
  );
}

/** The same whether it was polled or told by a webhook, so that a CI run starts one run. */
export function workflowFiring(loop: string, run: FinishedCiRun): Firing {
  const seconds = Math.floor(run.finishedAt / 1000);
  return {
    loop,
    trigger: triggerOf({
      kind: 'workflow_run',
      id: `workflow_run:${loop}:${run.id.slice(0, 100)}:${seconds}`,
      at: run.finishedAt,
      about: `${run.workflow} on ${run.branch}: ${run.conclusion}`,
    }),
  };
}

/** When the CI run of such a firing finished; undefined where the id is of another kind. */
export function finishedAtOf(firing: string): number | undefined {
  const [, seconds] = /^workflow_run:.*:(\d+)$/.exec(firing) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#workflow_run, what we read of it. */
const eventSchema = z.object({
  action: z.literal('completed'),
  workflow_run: z.object({
    id: z.number().int(),
    name: z.string().max(200),
    head_branch: z.string().max(300).nullable(),
    conclusion: z.string().max(100).nullable(),
    updated_at: z.string().max(40),
  }),
});

/** The CI run that a webhook of GitHub tells of; undefined where the body is something else. */
export function ciRunOfEvent(body: unknown): FinishedCiRun | undefined {
  const event = eventSchema.safeParse(body);
  if (!event.success) return undefined;
  const { id, name, head_branch, conclusion, updated_at } = event.data.workflow_run;
  const finishedAt = Date.parse(updated_at);
  if (Number.isNaN(finishedAt)) return undefined;
  const word = conclusion === 'timed_out' || conclusion === 'startup_failure' ? 'failure' : (conclusion ?? '');
  return { id: String(id), workflow: name, branch: head_branch ?? '', conclusion: word, finishedAt };
}

/** Whether a webhook's body is about a workflow run at all, finished or not. */
export const isWorkflowEvent = (body: unknown): boolean =>
  z.object({ workflow_run: z.looseObject({}) }).safeParse(body).success;
