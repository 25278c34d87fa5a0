import type { AskedQuestion } from '../../recipes/askedQuestions.ts';

/** A row of the list of answers; `typed` asks for another one. */
export interface AnswerRow {
  readonly label: string;
  readonly description?: string;
  readonly answer: { readonly value: string } | 'typed';
}

/** The answers to choose from, the default first; without any there is only a line to type. */
export function answerRows({ choices, found, optional, default: preset }: AskedQuestion): readonly AnswerRow[] {
  const from = new Map(found.map(({ value, where }) => [value, `from ${where}`]));
  const values = [...new Set([preset, ...from.keys(), ...choices])].filter((value) => value !== '');
  const rows = values.map((value): AnswerRow => {
    const description = from.get(value) ?? (value === preset ? 'default' : undefined);
    return { label: value, ...(description === undefined ? {} : { description }), answer: { value } };
  });
  if (choices.length === 0 && found.length === 0) return [];
  const leave: AnswerRow = { label: 'Leave it out', answer: { value: '' } };
  const other: AnswerRow = { label: 'Another answer…', answer: 'typed' };
  return [...rows, ...(optional ? [leave] : []), ...(choices.length === 0 ? [other] : [])];
}

export const placeHolderOf = ({ optional }: AskedQuestion): string =>
  optional ? 'Leave it empty where there is none' : 'An answer is needed';
