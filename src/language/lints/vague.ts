import { type Lint, textAt } from './lint.ts';

/** Words that praise without saying what would be seen. */
const praise = new Set(
  `amazing appropriate beautiful best better clean cleaner cleanly cleanup correct decent efficient elegant excellent
  good great high idiomatic improve improved improvement improvements improves maintainable modern neat nice nicely
  nicer optimal optimise optimised optimize optimized perfect polish polished pretty professional proper properly
  quality readable reasonable robust simpler solid tidier tidy well`.split(/\s+/),
);

/** Words that add nothing to those: articles and the like, and what every change is about. */
const filler = new Set(
  `a all an and any are as at base be code codebase change changes diff do everything file files fix follow follows for general gets get
  has have i in is it its just keep leave less look make makes more much must of on one our overall please possible
  practice practices project really refactor refactored repo repository result should software solution some source
  style than that the their them these thing things this to up use very we what whole with work works write you your`.split(
    /\s+/,
  ),
);

/** Longer texts say something, whatever words they use. */
const mostWords = 12;

/** The word of praise of a text that has nothing else to go by. */
export function vagueWord(text: string): string | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_'`$.{}/-]*[\p{L}\p{N}_}]/gu) ?? [];
  if (words.length === 0 || words.length > mostWords) return undefined;
  if (words.some((word) => !praise.has(word) && !filler.has(word))) return undefined;
  return words.find((word) => praise.has(word));
}

const looked = ['goal.judge.rubric', 'roles.maker.prompt'] as const;

/** A rubric or a prompt that everything and nothing fits. */
export const vagueText: Lint = function* ({ reading }) {
  for (const field of looked) {
    const found = textAt(reading, field.split('.'));
    const word = found && vagueWord(found.text);
    if (found && word !== undefined) yield { code: 'LW305', ...found.place.at, data: { field, word } };
  }
};
