import type { GoalUses } from '../model/goalTree.ts';
import { type Loop, toLoop } from '../model/loopFile.ts';
import { checkGoal } from './goal.ts';
import { guard } from './guard.ts';
import { LineIndex } from './lineIndex.ts';
import { lints } from './lints/all.ts';
import { lintView } from './lints/lint.ts';
import { hasErrors, type Problem, type Spot } from './problem.ts';
import { problemTexts } from './problemText.ts';
import { firstLineLength, type Reading, read } from './reading.ts';
import { checkShape } from './shape.ts';

export interface ParseOptions {
  /** Path of the file, to compare its name with the loop's. */
  readonly path?: string;
}

export interface ParsedLoop {
  /** The loop, ready to run; only where no problem is an error. */
  readonly loop?: Loop;
  /** All problems, in the order of the text. */
  readonly problems: readonly Problem[];
}

/** What more would help nobody. */
const maxProblems = 100;

/**
 * Reads a loop file. Never throws and never runs long, whatever the text; each problem has a range in the text. Nothing
 * is run and nothing beside the text is looked at.
 */
export function parseLoop(text: string, options: ParseOptions = {}): ParsedLoop {
  const guarded = guard(text);
  if (!guarded.safe) return { problems: problemsOf(guarded.spots, new LineIndex(text)) };
  const reading = read(
    text,
    guarded.spots.filter((spot) => spot.code === 'LW104'),
  );
  if (reading.value === null && guarded.spots.length + reading.spots.length === 0) {
    const spots: readonly Spot[] = [{ code: 'LW004', start: 0, end: firstLineLength(text), data: {} }];
    return { problems: problemsOf(spots, reading.lines) };
  }
  const { spots, loop } = look(reading, options.path);
  const problems = problemsOf([...guarded.spots, ...reading.spots, ...spots], reading.lines);
  return loop && !hasErrors(problems) ? { loop, problems } : { problems };
}

function look(reading: Reading, file: string | undefined): { readonly spots: readonly Spot[]; readonly loop?: Loop } {
  const shape = checkShape(reading);
  const goal = checkGoal(reading);
  const isBroken = reading.trustedUntil < reading.text.length;
  const linted = isBroken ? [] : lint(reading, file, goal.uses);
  const spots = [...shape.spots, ...goal.spots, ...linted].filter((spot) => isTrusted(spot, reading));
  return shape.parsed ? { spots, loop: toLoop(shape.parsed) } : { spots };
}

function lint(reading: Reading, file: string | undefined, goal: GoalUses | undefined): readonly Spot[] {
  const view = lintView(reading, file, goal);
  return lints.flatMap((each) => [...each(view)]);
}

/** After a syntax error only what stands well before it is believed; what seems missing may follow. */
function isTrusted(spot: Spot, reading: Reading): boolean {
  if (reading.trustedUntil >= reading.text.length) return true;
  return spot.end < reading.trustedUntil && spot.code !== 'LW106';
}

function problemsOf(spots: readonly Spot[], lines: LineIndex): readonly Problem[] {
  return [...spots]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .slice(0, maxProblems)
    .map((spot) => {
      const severity = spot.severity ?? problemTexts[spot.code].severity;
      const range = lines.rangeOf(spot.start, spot.end);
      return { code: spot.code, severity, range, data: spot.data } as Problem;
    });
}
