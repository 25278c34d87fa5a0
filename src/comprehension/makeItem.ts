import type { AskedLine } from './askedLine.ts';
import { differingTokens } from './guessable.ts';
import type { Item } from './item.ts';
import { itemIdOf } from './itemId.ts';
import type { OptionSet } from './optionSets.ts';
import { shuffled } from './shuffled.ts';

/** An item from a line and a set whose texts were all killed: chance takes the way and the order of the options. */
export function itemAbout(head: string, asked: AskedLine, { ways }: OptionSet, random: () => number): Item {
  const { print, file, line, text, before, after } = asked;
  const mutants = ways[Math.floor(random() * ways.length)] ?? [];
  const options = shuffled([text, ...mutants], random).map((option) => option.trim());
  return {
    prompt: {
      id: itemIdOf(print, options),
      kind: 'which-did-it-write',
      head,
      unit: `${file.path}#`,
      path: file.path,
      side: 'head',
      line,
      question: `Which line did it write? Line ${line} is one of these.`,
      before: [...before],
      shown: [],
      after: [...after],
      ask: { by: 'one', options },
      book: 'closed',
    },
    chance: 1 / options.length,
    key: { by: 'one', option: options.indexOf(text.trim()) },
    lineText: text,
    explanation: explained([text, ...mutants]),
  };
}

const longestQuote = 60;

/** Says where the written text and its mutants differ, and that the checks tell them apart. */
function explained(texts: readonly string[]): string {
  const [written = '', ...mutants] = differingTokens(texts).map((tokens) => tokens.join(' … '));
  if ([written, ...mutants].some((text) => text.length > longestQuote)) {
    return 'The checks pass with the written line and fail with either of the two others in its place.';
  }
  return `It wrote \`${written}\`: the checks fail with ${mutants.map((text) => `\`${text}\``).join(' or ')} in its place.`;
}
