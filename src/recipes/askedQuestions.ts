import type { Detected, Found } from './detect/detect.ts';
import type { Question, Recipe } from './recipe.ts';

/** A question with what the project says of it. */
export interface AskedQuestion extends Question {
  /** What was found, the best first. */
  readonly found: readonly Found[];
}

/**
 * The questions of a recipe as they are put to a person: the default is what was found in the project, then what the recipe
 * has; nothing, where the answer may be left out and the project shows none.
 */
export function askedQuestions({ questions }: Recipe, detected: Detected): readonly AskedQuestion[] {
  return questions.map((question) => {
    const { detect, choices, optional } = question;
    if (detect === undefined) return { ...question, found: [] };
    const found = detected[detect].filter(({ value }) => choices.length === 0 || choices.includes(value));
    return { ...question, found, default: found[0]?.value ?? (optional ? '' : question.default) };
  });
}
