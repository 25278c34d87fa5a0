import type { Loop } from '../../model/loopFile.ts';
import { err, ok, type Result } from '../../model/result.ts';

/** The least `debt-limit` of the loop's comprehension gates; undefined where it has none. */
export function debtLimitOf({ gates }: Pick<Loop, 'gates'>): number | undefined {
  const limits = gates.flatMap(({ comprehension }) => comprehension?.['debt-limit'] ?? []);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** Why a start is refused: machines read the code, people the message. */
export interface OwesTooMuch {
  readonly code: 'owes-too-much';
  readonly message: string;
}

/**
 * Whether a loop may start although somebody owes what they owe. `owedBy` is asked only for loops that limit it; where it
 * cannot be told the loop does not start, and says why.
 */
export async function mayStart(
  loop: Pick<Loop, 'name' | 'gates'>,
  { name, email }: { readonly name: string; readonly email: string },
  owedBy: (email: string) => Promise<number>,
): Promise<Result<undefined, OwesTooMuch>> {
  const limit = debtLimitOf(loop);
  if (limit === undefined) return ok(undefined);
  const owed = await owedBy(email);
  if (owed <= limit) return ok(undefined);
  const message = `${name} owes ${Math.ceil(owed)} lines that landed and that they have not shown to understand, about ${minutes(owed)} of reading. ${loop.name} does not start above ${limit}. See them with \`loopwright debt\`, pay some back with \`loopwright quiz\`, or start it once with \`loopwright run ${loop.name} --despite-debt "why"\`.`;
  return err({ code: 'owes-too-much', message });
}

function minutes(owed: number): string {
  const count = Math.ceil(owed / 5);
  return count === 1 ? 'a minute' : `${count} minutes`;
}
