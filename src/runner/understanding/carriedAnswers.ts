import type { PersonSays } from '../../model/person.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';

type AnsweredWord = Extract<PersonSays, { kind: 'answered' }>;

/**
 * Answers about other heads that hold for the head of this outline as well, to be said again for it: their unit's body stands
 * in it as it was, perhaps under another name. Misses are carried like right answers, so that no edit elsewhere wipes them out.
 * What was said for this head already is left out.
 */
export function answersToCarry(
  said: readonly PersonSays[],
  { head, files }: Pick<ReviewOutline, 'head' | 'files'>,
): readonly AnsweredWord[] {
  const unitsByBody = new Map<string, string[]>();
  for (const { id, landed } of files.flatMap(({ units }) => units)) {
    if (landed !== undefined) unitsByBody.set(landed.body, [...(unitsByBody.get(landed.body) ?? []), id]);
  }
  const answers = said.filter((one) => one.kind === 'answered');
  const done = new Set(answers.flatMap((one) => (one.head === head ? [one.prompt] : [])));
  const carried: AnsweredWord[] = [];
  for (const answer of answers) {
    const units = answer.body === undefined ? undefined : unitsByBody.get(answer.body);
    if (units === undefined || done.has(answer.prompt)) continue;
    done.add(answer.prompt);
    const unit = units.find((id) => id === answer.unit) ?? units[0];
    carried.push({ ...answer, head, ...(unit === undefined ? {} : { unit }), carried: true });
  }
  return carried;
}
