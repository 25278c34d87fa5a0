import type { Blank } from '../codeReading.ts';

/** The tokens that somebody may mean who types this: a string without its quotes, a name with the brackets of its call. */
export function answersOf(typed: string, { kind, text }: Pick<Blank, 'kind' | 'text'>): string[] {
  const answer = typed.trim();
  const quote = kind === 'constant' ? /["'`]$/.exec(text)?.[0] : undefined;
  if (quote !== undefined && !/["'`]$/.test(answer)) {
    const prefix = text.slice(0, text.indexOf(quote));
    return /[\\"'`\n]/.test(answer) ? [] : [`${prefix}${quote}${answer}${quote}`];
  }
  return kind === 'callee' ? [answer.replace(/\s*\(.*\)?$/, '')] : [answer];
}
