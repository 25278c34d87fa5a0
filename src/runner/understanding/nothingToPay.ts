import type { QuizUnits } from './quizUnits.ts';

/** Names that are told of those with the same reason. */
const mostNames = 3;

/** Why nothing can be asked about what somebody owes, in sentences. */
export function nothingToPay({ not, isResting }: Pick<QuizUnits, 'not' | 'isResting'>): string {
  if (not.size === 0) return 'All that you owe was asked about today; come back tomorrow.';
  const reasons = [...not].map(([why, names]) => `${namesText(names)}: ${why}`);
  const said = `No prompt can be made about what you owe: ${reasons.join('; ')}.`;
  return isResting ? `${said} What was asked about today comes back tomorrow.` : said;
}

function namesText(names: readonly string[]): string {
  const left = names.length - mostNames;
  return left > 0 ? `${names.slice(0, mostNames).join(', ')} and ${left} more` : names.join(', ');
}
