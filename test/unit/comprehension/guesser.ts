import { classOf } from '../../../src/comprehension/cloze/guessedTokens.ts';
import type { CodeReading } from '../../../src/comprehension/codeReading.ts';
import type { Item } from '../../../src/comprehension/item.ts';
import { tokensOf } from '../../../src/comprehension/tokens.ts';
import type { Given } from '../../../src/model/prompt.ts';

const pick = <T>(values: readonly T[], random: () => number): T | undefined =>
  values[Math.floor(random() * values.length)];

/** Somebody who has seen nothing but the prompt and the old file. */
export type Guesser = (item: Item, old: string, random: () => number) => Given;

/** Takes any answer that fits, each as likely. */
export const blind =
  (code: CodeReading): Guesser =>
  ({ prompt }, old, random) => {
    const { ask } = prompt;
    if (ask.by === 'one') return { by: 'one', option: Math.floor(random() * ask.options.length) };
    if (ask.by !== 'several')
      return { by: 'text', text: pick(tokensThatFit(prompt, old, code).slice(0, 8), random) ?? '0' };
    const number = 1 + Math.floor(random() * (2 ** ask.options.length - 2));
    return { by: 'several', options: ask.options.flatMap((_, index) => ((number >> index) & 1 ? [index] : [])) };
  };

/** Knows our rules: only one of several is right most of the time, and the most usual token is never asked for. */
export const knowing =
  (code: CodeReading): Guesser =>
  (item, old, random) => {
    const { ask } = item.prompt;
    if (ask.by === 'several') return { by: 'several', options: [Math.floor(random() * ask.options.length)] };
    if (ask.by !== 'text') return blind(code)(item, old, random);
    return { by: 'text', text: tokensThatFit(item.prompt, old, code)[1] ?? '0' };
  };

const fitting = new Map<string, string[]>();

/** Tokens of the asked class in the old file that are not shown with the gap, most usual first. */
export function tokensThatFit(prompt: Item['prompt'], old: string, code: CodeReading): string[] {
  const known = fitting.get(prompt.id) ?? findFitting(prompt, old, code);
  fitting.set(prompt.id, known);
  return known;
}

function findFitting(prompt: Item['prompt'], old: string, code: CodeReading): string[] {
  const shown = new Set(
    [...prompt.before, ...prompt.shown, ...prompt.after].flatMap((line) => tokensOf(prompt.path, line)),
  );
  const kind = /The (\w+)/.exec(prompt.question)?.[1] === 'name' ? 'callee' : /The (\w+)/.exec(prompt.question)?.[1];
  const blanks = code.blanks(prompt.path, old, [{ first: 1, last: old.split('\n').length }]);
  const counts = new Map<string, number>();
  for (const blank of blanks) {
    if (blank.kind !== kind || shown.has(blank.text) || classOf(blank) === 'word') continue;
    counts.set(blank.text, (counts.get(blank.text) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([text]) => text);
}
