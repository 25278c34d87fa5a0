import { reported } from '../language/describe.ts';
import { parseLoop } from '../language/parseLoop.ts';
import { freeName } from '../model/freeName.ts';
import { slug } from '../model/loop/words.ts';
import { loopPath } from '../model/loopPath.ts';
import type { ReportedProblem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type Answers, questionOf, withAnswer } from './answers.ts';
import type { Question, Recipe, RecipeLoop, TextFile, Texts } from './recipe.ts';
import { renamed, renamedIn } from './renamed.ts';

/** What a repository has already. */
export interface Existing {
  /** Names of its loops. */
  readonly loops: readonly string[];
  /** Its texts at the paths that `pathsOf` names, where there are any. */
  readonly files: Texts;
}

/** The paths that a recipe writes beside its loops, from the top of the repository. */
export const pathsOf = ({ files }: Recipe): readonly string[] => files.map(({ path }) => path);

export interface Wanted {
  readonly recipe: Recipe;
  readonly answers: Answers;
  readonly existing: Existing;
  /** Name of the loop; otherwise the recipe's, with a number where that is taken. */
  readonly name?: string | undefined;
}

export interface Written {
  readonly name: string;
  /** Its file, from the top of the repository. */
  readonly loop: string;
  /** Files to make; nothing is at their paths. A loop comes after what it needs. */
  readonly files: readonly TextFile[];
  /** Files that are there already and say the same. */
  readonly same: readonly string[];
  /** Files that are there already and say something else. They are left alone. */
  readonly kept: readonly string[];
  /** What to do now, with the names that the loops got. */
  readonly next: string;
  /** Warnings and infos of the loops with these answers. */
  readonly problems: readonly ReportedProblem[];
}

/** Why nothing is written; with the question whose answer is to blame, where it is one. */
export interface Unwritten {
  readonly message: string;
  readonly question?: string;
}

/** What a recipe becomes with these answers in this repository. Writes nothing itself and overwrites nothing. */
export function writeRecipe({ recipe, answers, existing, name }: Wanted): Result<Written, Unwritten> {
  const names = namesFor(recipe, existing.loops, name);
  if (!names.ok) return names;
  let loops = recipe.loops;
  for (const [id, answer] of Object.entries(answers)) {
    const question = questionOf(recipe, id);
    if (question === undefined) return err({ message: `${recipe.name} does not ask ${id}. ${asks(recipe)}` });
    const fault = faultOf(recipe, question, answer);
    if (fault !== undefined) return err({ question: id, message: fault });
    const changed = withAnswer(loops, question, answer);
    if (!changed.ok) return err({ question: id, message: changed.error });
    loops = changed.value;
  }
  return validated(recipe, { loops: renamed(loops, names.value), next: renamedIn(recipe.next, names.value) }, existing);
}

/** Why an answer cannot be taken, looked at by itself; undefined where it can. Quick enough for each key that is typed. */
export function faultOf(recipe: Recipe, question: Question, answer: string): string | undefined {
  const loops = withAnswer(recipe.loops, question, answer);
  if (!loops.ok) return loops.error;
  return errorAmong(problemsIn(loops.value));
}

const problemsIn = (loops: readonly RecipeLoop[]): readonly ReportedProblem[] =>
  loops.flatMap(({ name, text }) => {
    const path = loopPath(name);
    return parseLoop(text, { path }).problems.map((problem) => reported(path, problem));
  });

/** The first error, in words. */
const errorAmong = (problems: readonly ReportedProblem[]): string | undefined =>
  problems.find(({ severity }) => severity === 'error')?.message;

function validated(
  recipe: Recipe,
  { loops, next }: Pick<Written, 'next'> & { readonly loops: readonly RecipeLoop[] },
  existing: Existing,
): Result<Written, Unwritten> {
  const problems = problemsIn(loops);
  const error = errorAmong(problems);
  if (error !== undefined) return err({ message: `The answers do not go together: ${error}` });
  const there = ({ path }: TextFile): string | undefined => existing.files.get(path);
  const same = recipe.files.filter((file) => there(file) !== undefined && isSame(there(file), file.text));
  const kept = recipe.files.filter((file) => there(file) !== undefined && !same.includes(file));
  const [{ name }] = loops as readonly [RecipeLoop];
  const loopFiles = loops.map((loop) => ({ path: loopPath(loop.name), text: loop.text }));
  return ok({
    name,
    loop: loopPath(name),
    files: [...recipe.files.filter((file) => there(file) === undefined), ...loopFiles.toReversed()],
    same: same.map(({ path }) => path),
    kept: kept.map(({ path }) => path),
    next,
    problems,
  });
}

/** A checkout may have other line ends. */
const isSame = (there: string | undefined, text: string): boolean => unixLines(there ?? '') === unixLines(text);
const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');

/** The name that each loop of a recipe gets. A name that a person chose is taken as it is, or refused. */
function namesFor(
  recipe: Recipe,
  taken: readonly string[],
  chosen: string | undefined,
): Result<ReadonlyMap<string, string>, Unwritten> {
  const names = new Map(recipe.loops.map(({ name }) => [name, freeName(taken, name)]));
  if (chosen === undefined) return ok(names);
  if (!slug.test(chosen) || chosen.length > 60) {
    return err({
      message: `“${chosen}” is no name of a loop. Use lower-case words with hyphens, such as ${recipe.name}.`,
    });
  }
  if (taken.includes(chosen)) {
    return err({
      message: `There is a loop ${chosen} already. Choose another name, such as ${freeName(taken, chosen)}.`,
    });
  }
  return ok(names.set(recipe.name, chosen));
}

function asks({ questions }: Recipe): string {
  if (questions.length === 0) return 'It asks nothing.';
  return `It asks ${questions.map(({ id }) => id).join(', ')}.`;
}
