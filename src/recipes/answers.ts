import { err, ok, type Result } from '../model/result.ts';
import type { Question, Recipe, RecipeLoop } from './recipe.ts';
import { withoutSetting, withSetting } from './setting.ts';

/** Answers by the ids of their questions, as they are typed. A question without one keeps what the recipe has. */
export type Answers = Readonly<Record<string, string>>;

/** Why an answer cannot be taken, in words for the person; undefined where it fits the question. */
export function unfit({ choices, optional }: Question, answer: string): string | undefined {
  if (/[\u0000-\u001f\u007f]/.test(answer)) return 'The answer has to be one line of plain text.';
  if (answer === '') return optional ? undefined : 'An answer is needed.';
  if (choices.length === 0 || choices.includes(answer)) return undefined;
  return `Choose one of ${choices.join(', ')}.`;
}

/** The loops of a recipe with one answer written into them. The error says why it cannot be. */
export function withAnswer(
  loops: readonly RecipeLoop[],
  question: Question,
  typed: string,
): Result<readonly RecipeLoop[], string> {
  const answer = typed.trim();
  const fault = unfit(question, answer);
  if (fault !== undefined) return err(fault);
  const written: RecipeLoop[] = [];
  for (const loop of loops) {
    let { text } = loop;
    for (const { path } of question.sets.filter((ref) => ref.loop === loop.name)) {
      const set = answer === '' ? withoutSetting(text, path) : withSetting(text, path, answer);
      if (!set.ok) return set;
      text = set.value;
    }
    written.push({ ...loop, text });
  }
  return ok(written);
}

/** The question of a recipe with an id. */
export const questionOf = (recipe: Recipe, id: string): Question | undefined =>
  recipe.questions.find((question) => question.id === id);
