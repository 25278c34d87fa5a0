import type { Answers } from '../../recipes/answers.ts';
import type { AskedQuestion } from '../../recipes/askedQuestions.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { faultOf } from '../../recipes/writeRecipe.ts';
import { paint } from '../text/paint.ts';
import { leaveOut, questionText } from '../text/recipeText.ts';
import type { Invocation } from '../world.ts';

/** Asks one question after another; one whose answer cannot be taken again. Undefined at the end of the input. */
export async function askAnswers(
  invocation: Invocation,
  recipe: Recipe,
  questions: readonly AskedQuestion[],
): Promise<Answers | undefined> {
  const answers: Record<string, string> = {};
  for (const question of questions) {
    const answer = await askOne(invocation, recipe, question);
    if (answer === undefined) return undefined;
    answers[question.id] = answer;
  }
  return answers;
}

async function askOne(
  { terminal, signal }: Invocation,
  recipe: Recipe,
  question: AskedQuestion,
): Promise<string | undefined> {
  const brush = paint(terminal.colours);
  terminal.print('');
  for (const line of questionText(question, brush)) terminal.print(line);
  for (;;) {
    const typed = (await terminal.ask(`[${question.default || 'nothing'}] `, signal))?.trim();
    if (typed === undefined) return undefined;
    const answer = typed === '' ? question.default : typed === leaveOut && question.optional ? '' : typed;
    const fault = faultOf(recipe, question, answer);
    if (fault === undefined) return answer;
    terminal.print(brush.yellow(fault));
  }
}
