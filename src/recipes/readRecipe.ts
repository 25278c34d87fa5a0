import { parse } from 'yaml';
import { err, ok, type Result } from '../model/result.ts';
import type { Question, Recipe, RecipeLoop, TextFile, Texts } from './recipe.ts';
import { type RecipeFile, recipeFileSchema } from './recipeFile.ts';
import { settingAt } from './setting.ts';
import { settingRef } from './settingPath.ts';

const recipeEnding = '.recipe.yaml';
const loopEnding = '.loop.yaml';

/** Names of the recipes in a folder of them, in the order of the alphabet. */
export function recipeNames(files: Texts): readonly string[] {
  return [...files.keys()]
    .filter((path) => path.endsWith(recipeEnding) && !path.includes('/'))
    .map((path) => path.slice(0, -recipeEnding.length))
    .sort();
}

/** Reads a recipe out of the folder that has it. The error is a fault of the recipe itself. */
export function readRecipe(name: string, files: Texts): Result<Recipe, string> {
  const written = readFile(name, files);
  if (!written.ok) return written;
  const { title, summary, needs } = written.value;
  const texts = copied(written.value, files);
  const own = files.get(`${name}${loopEnding}`);
  if (own === undefined) return err(`${name}${loopEnding} is missing.`);
  if (!texts.ok) return texts;
  const loops = [{ name, text: own }, ...texts.value.flatMap(loopOf)];
  const questions = readQuestions(name, written.value, loops);
  if (!questions.ok) return questions;
  return ok({
    name,
    title,
    summary,
    whenNot: oneLine(written.value['when-not']),
    ...(needs === undefined ? {} : { needs: oneLine(needs) }),
    next: oneLine(written.value.next),
    questions: questions.value,
    loops,
    files: texts.value.filter((file) => loopOf(file).length === 0),
  });
}

/** A paragraph as whoever shows it breaks it. */
const oneLine = (paragraph: string): string => paragraph.replace(/\s+/g, ' ');

function readFile(name: string, files: Texts): Result<RecipeFile, string> {
  const file = `${name}${recipeEnding}`;
  const text = files.get(file);
  if (text === undefined) return err(`${file} is missing.`);
  const checked = recipeFileSchema.safeParse(yamlIn(text));
  if (checked.success) return ok(checked.data);
  const faults = checked.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  return err(`${file}: ${faults.join('; ')}`);
}

function yamlIn(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    return undefined;
  }
}

/** Skills and files with the paths that they get. */
function copied({ skills, files: wanted }: RecipeFile, files: Texts): Result<readonly TextFile[], string> {
  const found: TextFile[] = [];
  for (const skill of skills) {
    const folder = `skills/${skill}/`;
    if (!files.has(`${folder}SKILL.md`)) return err(`${folder}SKILL.md is missing.`);
    for (const [path, text] of files) if (path.startsWith(folder)) found.push({ path: `.loops/${path}`, text });
  }
  for (const { from, to } of wanted) {
    const text = files.get(from);
    if (text === undefined) return err(`${from} is missing.`);
    found.push({ path: to, text });
  }
  return ok(found);
}

/** The loop in a file that is written to `.loops/`, where it is one. */
function loopOf({ path, text }: TextFile): readonly RecipeLoop[] {
  const [, name] = /^\.loops\/([^/]+)\.loop\.yaml$/.exec(path) ?? [];
  return name === undefined ? [] : [{ name, text }];
}

function readQuestions(
  name: string,
  { questions }: RecipeFile,
  loops: readonly RecipeLoop[],
): Result<readonly Question[], string> {
  const read: Question[] = [];
  for (const { detect, choices = [], sets, ...question } of questions) {
    if (read.some(({ id }) => id === question.id)) return err(`The question ${question.id} is asked twice.`);
    const refs = sets.map((written) => settingRef(written, name));
    const missing = refs.find((ref) => {
      const loop = loops.find((one) => one.name === ref.loop);
      return loop === undefined || settingAt(loop.text, ref.path) === undefined;
    });
    if (missing !== undefined) {
      return err(`${question.id} sets ${missing.path.join('.')} of ${missing.loop}, where no plain value stands.`);
    }
    read.push({ ...question, choices, ...(detect === undefined ? {} : { detect }), sets: refs });
  }
  return ok(read);
}
