import type { AskedFile } from '../askedFile.ts';
import type { AskedUnit } from '../askedUnit.ts';
import type { Item } from '../item.ts';
import { around, type Making, placeOf, promptAbout } from '../making.ts';
import { shuffled } from '../shuffled.ts';
import { differingTokens } from './guessable.ts';
import type { OptionSet } from './optionSets.ts';

/** A written line of a unit. */
export interface AskedLine {
  readonly unit: AskedUnit;
  readonly file: AskedFile;
  readonly line: number;
}

/** An item from a line and a set whose texts were all killed: chance takes the way and the order of the options. */
export function whichItem(asked: AskedLine, { ways }: OptionSet, making: Making, random: () => number): Item {
  const { unit, file, line } = asked;
  const text = file.headLines[line - 1] ?? '';
  const mutants = ways[Math.floor(random() * ways.length)] ?? [];
  const options = shuffled([text, ...mutants], random).map((option) => option.trim());
  const chance = 1 / options.length;
  return {
    prompt: promptAbout(
      unit,
      making,
      'which-did-it-write',
      { place: placeOf(unit, line, file), chance },
      {
        side: 'head',
        line,
        question: `Which line did it write? Line ${line} is one of these.`,
        ...around(file.headLines, line),
        shown: [],
        ask: { by: 'one', options },
        book: 'closed',
      },
    ),
    ...(unit.body === undefined ? {} : { body: unit.body }),
    chance,
    key: { by: 'one', option: options.indexOf(text.trim()) },
    lineText: text,
    explanation: explained(file.path, [text, ...mutants]),
  };
}

const longestQuote = 60;

/** Says where the written text and its mutants differ, and that the checks tell them apart. */
function explained(path: string, texts: readonly string[]): string {
  const [written = '', ...mutants] = differingTokens(path, texts).map((tokens) => tokens.join(' … '));
  if ([written, ...mutants].some((text) => text.length > longestQuote)) {
    return 'The checks pass with the written line and fail with either of the two others in its place.';
  }
  return `It wrote \`${written}\`: the checks fail with ${mutants.map((text) => `\`${text}\``).join(' or ')} in its place.`;
}
