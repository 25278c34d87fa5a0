import { window } from 'vscode';
import type { Answers } from '../../recipes/answers.ts';
import type { AskedQuestion } from '../../recipes/askedQuestions.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { faultOf } from '../../recipes/writeRecipe.ts';
import { answerRows, placeHolderOf } from './answerRows.ts';

/** Asks what was not given, one question after another. Undefined when the person leaves. */
export async function askQuestions(
  recipe: Recipe,
  questions: readonly AskedQuestion[],
  given: Answers,
): Promise<Answers | undefined> {
  const answers: Record<string, string> = { ...given };
  const open = questions.filter(({ id }) => !Object.hasOwn(given, id));
  for (const [index, question] of open.entries()) {
    const step = open.length === 1 ? '' : ` (${index + 1} of ${open.length})`;
    const answer = await askOne(recipe, question, `${recipe.title}${step}`);
    if (answer === undefined) return undefined;
    answers[question.id] = answer;
  }
  return answers;
}

/** Where there is something to choose from it is a list, whose first row Enter takes; else a line to type. */
async function askOne(recipe: Recipe, question: AskedQuestion, title: string): Promise<string | undefined> {
  const rows = answerRows(question);
  if (rows.length < 2) return typed(recipe, question, title);
  const picked = await window.showQuickPick(rows, { title, placeHolder: question.ask, ignoreFocusOut: true });
  return picked?.answer === 'typed' ? typed(recipe, question, title) : picked?.answer?.value;
}

function typed(recipe: Recipe, question: AskedQuestion, title: string): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: question.ask,
    value: question.default,
    placeHolder: placeHolderOf(question),
    ignoreFocusOut: true,
    validateInput: (text) => faultOf(recipe, question, text),
  });
}
