import { elapsed } from '../../model/elapsed.ts';
import { type Look, stepLook } from '../../model/statusLook.ts';
import { type StepState, stepLabel } from '../../model/stepState.ts';
import type { StepKind } from '../../model/steps.ts';
import { plainLine } from '../plainText.ts';
import { rowContext } from '../viewTable.ts';
import { below, factOf, nothingBelow, type RunRow } from './row.ts';
import { stepTitle } from './runWords.ts';
import { stepFacts } from './stepFacts.ts';

/** Kinds of step that run a command and so have output. */
const withOutput: ReadonlySet<StepKind> = new Set([
  ...(['precheck', 'hear', 'discover', 'setup', 'explore', 'make'] as const),
  ...(['check', 'measure', 'verify', 'reproduce', 'judge'] as const),
]);

export const hasOutput = (step: StepState): boolean => withOutput.has(step.kind);

/** The rows of steps in the order they began; the runs of a proof are one row, which opens. */
export const stepRows = (run: string, steps: readonly StepState[], now: number): readonly RunRow[] =>
  togetherShown(steps).map((parts) => rowOf(run, parts, now));

/** Steps that share a row, in the order they began: the runs of a proof, else each step by itself. */
export function togetherShown(steps: readonly StepState[]): readonly StepGroup[] {
  const groups = new Map<string, [StepState, ...StepState[]]>();
  for (const step of steps) {
    const name = proofOf(step) ?? step.key;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [step]);
    else known.push(step);
  }
  return [...groups.values()];
}

export type StepGroup = readonly [first: StepState, ...more: StepState[]];

/** `<place>/proof/<check>` of a step that belongs to the red-green proof of a check. */
export const proofOf = ({ key }: StepState): string | undefined => /^.+?\/proof\/[^/]+/.exec(key)?.[0];

export function rowOf(run: string, parts: StepGroup, now: number): RunRow {
  const proof = proofOf(parts[0]);
  return proof === undefined ? stepRow(run, parts[0], now) : proofRow(run, { proof, parts }, now);
}

/** Its runs fail where they must, so their outcomes are not its own: the checks of the iteration tell that. */
function proofRow(
  run: string,
  { proof, parts }: { readonly proof: string; readonly parts: StepGroup },
  now: number,
): RunRow {
  const check = proof.slice(proof.lastIndexOf('/') + 1);
  const live = parts.some((step) => step.status === 'running');
  const ended = Math.max(...parts.map((step) => step.finishedAt ?? now));
  return {
    id: `${run}/proof/${proof}`,
    run,
    label: `Red-green proof: ${plainLine(check)}`,
    description: live ? stepLook.running.words : elapsed(ended - parts[0].startedAt),
    look: live ? stepLook.running : proofLook,
    facts: [{ name: 'For', text: 'the tests fail on the old sources and pass on the new ones' }],
    ...below(() => parts.map((step) => stepRow(run, step, now)), true),
    unread: false,
    live,
  };
}

const proofLook: Look = { icon: 'beaker', words: 'tried' };

function stepRow(run: string, step: StepState, now: number): RunRow {
  const look = stepLook[step.status];
  const failed = plainLine(step.detail ?? look.words);
  const words = step.status === 'passed' ? [] : [step.status === 'failed' ? failed : look.words];
  return {
    id: `${run}/step/${step.key}`,
    run,
    step: step.key,
    label: stepTitle(step),
    description: [...words, ...timeWorthTelling(step, now)].join(' · '),
    look,
    context: rowContext('step', hasOutput(step) ? ['output'] : []),
    facts: [
      { name: 'State', text: look.words },
      ...stepFacts(step),
      ...factOf('About', stepLabel(step)),
      ...factOf('Why', step.detail),
    ],
    ...nothingBelow,
    unread: false,
    live: step.status === 'running',
  };
}

/** A step that took no time to speak of says nothing of it. */
function timeWorthTelling({ startedAt, finishedAt }: StepState, now: number): readonly string[] {
  const took = (finishedAt ?? now) - startedAt;
  return finishedAt !== undefined && took < 1000 ? [] : [elapsed(took)];
}
