import { err, ok, type Result } from '../../model/result.ts';
import type { Answers } from '../../recipes/answers.ts';

/** Answers as they are typed, `id=answer` each; the recipe says later whether it asks them. */
export function answersGiven(typed: readonly string[]): Result<Answers, string> {
  const answers = new Map<string, string>();
  for (const one of typed) {
    const at = one.indexOf('=');
    const id = one.slice(0, at).trim();
    if (at < 0 || id === '') return err(`--set takes id=answer, such as --set tests="npm test", not ${one}.`);
    if (answers.has(id)) return err(`--set ${id} is given twice. Give one answer.`);
    answers.set(id, one.slice(at + 1));
  }
  return ok(Object.fromEntries(answers));
}
