import type { CheckOutcome, Verdict } from '../../model/steps.ts';
import { turnText } from '../../model/turn.ts';
import type { ItemDetail } from '../findItem.ts';
import { firstLine } from './cut.ts';
import { defectsText } from './defectsText.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';
import { proofText } from './proofText.ts';
import { checkText } from './stepText.ts';

type Iteration = ItemDetail['iterations'][number];

/** One pass for people: the maker's word, checks with their proof, metrics, what checker and judge say, and what is missing. */
export function iterationText(iteration: Iteration, paint: Paint): readonly string[] {
  const title = iteration.number === 0 ? 'before the first pass' : `iteration ${iteration.number}`;
  const { maker, metrics, defects, verdict } = iteration;
  return [
    '',
    `${paint.bold(title)}  ${iteration.status === 'before' ? '' : iteration.status}`.trimEnd(),
    ...indent([
      ...(maker === undefined ? [] : [`${inert(maker.agent)} ${maker.status}: ${inert(maker.summary)}`]),
      ...agentLines(iteration.steps, paint),
      ...iteration.checks.flatMap((check) => checkLines(check, paint)),
      ...Object.entries(metrics).map(([id, value]) => `${inert(id)} = ${value}`),
      ...(defects === undefined ? [] : defectsText(defects, paint)),
      ...(verdict === undefined ? [] : verdictText(verdict, paint)),
      ...iteration.reasons.map((reason) => paint.yellow(inert(reason))),
    ]),
  ];
}

/** The coding agents of some steps, a line each: which it was, and what it used. */
export function agentLines(steps: Iteration['steps'], paint: Paint): readonly string[] {
  return steps.flatMap(({ kind, agent }) => {
    if (agent === undefined) return [];
    const { name, ...turn } = agent;
    return [paint.dim(`${kind}: ${inert(turnText(name, turn))}`)];
  });
}

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

/** One check with what contradicts it, what fails, and its proof. */
export function checkLines(check: CheckOutcome, paint: Paint): readonly string[] {
  return [
    checkText(check, paint),
    ...indent([
      ...(check.contradiction === undefined ? [] : [paint.yellow(inert(check.contradiction))]),
      ...namesText('fails newly', check.regressions, check.regressions.length),
      ...namesText('fails', check.failing ?? [], check.failedTests ?? check.failing?.length ?? 0),
      ...namesText('flaky', check.flaky, check.flaky.length),
      ...(check.proof === undefined ? [] : proofText(check.proof, paint)),
    ]),
  ];
}

const mostNames = 5;

function namesText(what: string, names: readonly string[], all: number): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, mostNames).map((name) => firstLine(name, 80));
  return [`${what}: ${shown.join(', ')}${all > shown.length ? `, … (${all} in all)` : ''}`];
}

/** What the judges come to. */
export function verdictText({ passed, score, scores, reasons }: Verdict, paint: Paint): readonly string[] {
  const panel = scores.length > 1 ? ` (${scores.join(', ')})` : '';
  const word = passed ? paint.green('passes it') : paint.red('does not pass it');
  const who = scores.length > 1 ? 'the judges' : 'the judge';
  return [`${who}: ${score} of 10${panel}, ${word}`, ...reasons.map((reason) => `  ${inert(reason)}`)];
}
