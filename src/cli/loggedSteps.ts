import type { RunDetail } from '../model/shapes.ts';

/** A step whose output can be read. */
export interface LoggedStep {
  readonly key: string;
  /** `iteration 1, check tests` */
  readonly title: string;
}

/** Kinds of step that run a command; the others print nothing. */
const kinds: ReadonlySet<string> = new Set(['setup', 'make', 'check']);

/** The steps of a run that have output, in the order they were started. */
export function loggedSteps(run: RunDetail): readonly LoggedStep[] {
  return run.items
    .flatMap((item) => [
      ...item.steps.map((step) => ({ step, where: '' })),
      ...item.iterations.flatMap(({ number, steps }) => steps.map((step) => ({ step, where: place(number) }))),
    ])
    .filter(({ step }) => kinds.has(step.kind))
    .sort((a, b) => Date.parse(a.step.startedAt) - Date.parse(b.step.startedAt))
    .map(({ step, where }) => ({ key: step.key, title: `${where}${step.kind} ${step.label}` }));
}

const place = (iteration: number) => (iteration === 0 ? 'before the first pass, ' : `iteration ${iteration}, `);
