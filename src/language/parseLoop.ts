import { type Loop, loopFileSchema, toLoop } from '../model/loopFile.ts';
import { withoutCascades } from './cascades.ts';
import { checkGoal, type GoalCheckup } from './goal.ts';
import { type Guarded, guard } from './guard.ts';
import { withoutIgnored } from './ignoring.ts';
import { LineIndex } from './lineIndex.ts';
import { lints } from './lints/all.ts';
import { lintView } from './lints/lint.ts';
import { hasErrors, type Problem, type Spot } from './problem.ts';
import { maxProblems, problemsOf } from './problemsOf.ts';
import { firstLineLength, type Reading, read } from './reading.ts';
import { rootSchema } from './schemaWalk.ts';
import { checkShape } from './shape.ts';
import { nameOfFile } from './starterLoops.ts';
import { otherVersion } from './version.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

export interface ParseOptions {
  /** Path of the file, to compare its name with the loop's. */
  readonly path?: string;
  /** What the repository has beside it; without it nothing is called missing. */
  readonly index?: WorkspaceIndex | undefined;
}

export interface ParsedLoop {
  /** The loop, ready to run; only where no problem is an error. */
  readonly loop?: Loop;
  /** All problems, in the order of the text. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a loop file. Never throws and never runs long, whatever the text; each problem has a range in the text. Nothing
 * is run and nothing beside the text is looked at.
 */
export function parseLoop(text: string, options: ParseOptions = {}): ParsedLoop {
  const guarded = guard(text);
  if (!guarded.safe) return { problems: problemsOf(guarded.spots, new LineIndex(text)) };
  const reading = readGuarded(text, guarded);
  if (reading.value === null && guarded.spots.length + reading.spots.length === 0) {
    const name = nameOfFile(options.path);
    const data = name === undefined ? {} : { name };
    const spots: readonly Spot[] = [{ code: 'LW004', start: 0, end: firstLineLength(text), data }];
    return { problems: problemsOf(spots, reading.lines) };
  }
  const { spots, loop } = look(reading, options);
  const problems = problemsOf([...guarded.spots, ...reading.spots, ...spots], reading.lines);
  return loop && !hasErrors(problems) ? { loop, problems } : { problems };
}

/**
 * The loop of a text that had no error when a run was pinned to it: read with the same guards and held to the same schema,
 * but not looked over again, which is most of the time that `parseLoop` takes. Undefined where it is no loop (any more).
 */
export function pinnedLoop(text: string): Loop | undefined {
  const guarded = guard(text);
  if (!guarded.safe) return undefined;
  const reading = readGuarded(text, guarded);
  if (reading.trustedUntil < text.length) return undefined;
  const { parsed } = checkShape(reading, loopFile);
  return parsed && toLoop(parsed);
}

function readGuarded(text: string, { spots }: Guarded): Reading {
  return read(
    text,
    spots.filter((spot) => spot.code === 'LW104'),
  );
}

const loopFile = { schema: loopFileSchema, json: rootSchema, name: 'a loop' };

function look(reading: Reading, options: ParseOptions): { readonly spots: readonly Spot[]; readonly loop?: Loop } {
  const version = otherVersion(reading);
  if (version?.newer) return { spots: [version.spot] };
  const shape = checkShape(reading, loopFile);
  const goal = checkGoal(reading);
  const isBroken = reading.trustedUntil < reading.text.length;
  const linted = isBroken ? [] : lint(reading, options, goal);
  const shapes = version
    ? [version.spot, ...shape.spots.filter(({ start }) => start !== version.spot.start)]
    : shape.spots;
  const found = withoutCascades([...shapes, ...goal.spots, ...linted]);
  const spots = withoutIgnored(found, reading, options).filter((spot) => isTrusted(spot, reading));
  return shape.parsed ? { spots, loop: toLoop(shape.parsed) } : { spots };
}

function lint(reading: Reading, options: ParseOptions, checkup: GoalCheckup): readonly Spot[] {
  const view = lintView(reading, options, checkup);
  return lints.flatMap((each) => [...firstOf(each(view), maxProblems)]);
}

/** A lint works as it is asked, so what nobody would read is not looked for. */
function* firstOf<T>(found: Iterable<T>, count: number): Iterable<T> {
  let taken = 0;
  for (const one of found) {
    yield one;
    taken += 1;
    if (taken === count) return;
  }
}

/** After a syntax error only what stands well before it is believed; what seems missing may follow. */
function isTrusted(spot: Spot, reading: Reading): boolean {
  if (reading.trustedUntil >= reading.text.length) return true;
  return spot.end < reading.trustedUntil && spot.code !== 'LW106';
}
