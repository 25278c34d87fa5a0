import type { AskedQuestion } from '../../recipes/askedQuestions.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import type { Written } from '../../recipes/writeRecipe.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

/** Recipes to choose from, a line each. */
export function recipesText(recipes: readonly Recipe[], paint: Paint): readonly string[] {
  return table(
    recipes.map(({ name, summary }, index) => [
      { text: `${index + 1}`, shown: paint.dim(`${index + 1}`) },
      { text: name, shown: paint.bold(name) },
      { text: summary },
    ]),
    new Set([0]),
  );
}

/** What a recipe is, before it asks anything. */
export function recipeText({ title, summary, whenNot, needs }: Recipe, paint: Paint): readonly string[] {
  return [
    `${paint.bold(title)}. ${summary}`,
    `${paint.yellow('When not to use it.')} ${whenNot}`,
    ...(needs === undefined ? [] : [`${paint.bold('It needs')}: ${needs}`]),
  ];
}

/** What is typed for an answer that leaves something out. */
export const leaveOut = '-';

/** A question with what can be answered. */
export function questionText(question: AskedQuestion, paint: Paint): readonly string[] {
  const { ask, choices, optional, found, default: preset } = question;
  const [best, ...others] = found;
  const hints = [
    ...(choices.length > 0 ? [`One of ${choices.join(', ')}.`] : []),
    ...(best === undefined ? [] : [`Found in ${best.where}.`]),
    ...(others.length === 0 ? [] : [`Also found: ${others.map(({ value }) => value).join(' · ')}`]),
    ...(optional && preset !== '' ? [`${leaveOut} leaves it out.`] : []),
  ];
  return [paint.bold(ask), ...(hints.length === 0 ? [] : [paint.dim(hints.join(' '))])];
}

/** What was written, what was left alone, and what to do now. */
export function writtenText(
  { name, files, same, kept, problems, next }: Written,
  { startsItself, paint }: { readonly startsItself: boolean; readonly paint: Paint },
): readonly string[] {
  return [
    ...files.map(({ path }) => `${paint.green('wrote')} ${path}`),
    ...same.map((path) => `${paint.dim('there')} ${path}: it says the same`),
    ...kept.map(
      (path) => `${paint.yellow('kept')}  ${path}: it is there already and says something else. Compare the two.`,
    ),
    ...problems.map(({ file, code, message }) => `${paint.yellow(code)} ${file}: ${message}`),
    '',
    next,
    `next: ${paint.cyan(`git add .loops && git commit -m "Add the loop ${name}"`)}`,
    `then: ${[`validate ${name}`, `dry-run ${name}`, `run ${name}`, ...(startsItself ? [`enable ${name}`] : [])]
      .map((command) => paint.cyan(`loopwright ${command}`))
      .join(', ')}`,
  ];
}
