import type { AskedFile } from '../askedFile.ts';
import type { AskedUnit } from '../askedUnit.ts';
import { chosenSet } from '../chosenSet.ts';
import type { Behaviour } from '../codeReading.ts';
import type { Item } from '../item.ts';
import { type Making, promptAbout } from '../making.ts';
import type { NothingCode } from '../nothingToAsk.ts';
import { shuffled } from '../shuffled.ts';
import { keptBehaviours, removedBehaviours } from './goneBehaviours.ts';

/** Options beside the one that is right. Four in all are harder to guess than three; where two others are found, three do. */
const mostOthers = 3;
const leastOthers = 2;
const severalSizes = { least: 4, most: 5 };
/** Longest and shortest option differ by this factor at most. */
const mostStretch = 1.8;

/**
 * **Removed behaviour**: a guard, a throw, an await or an assertion of the base that is gone in the head is to be told from such
 * that still stand there. Where more than one is gone, all of them are to be told.
 */
export async function* removedBehaviour(unit: AskedUnit, making: Making): AsyncGenerator<Item, NothingCode, void> {
  const file = unit.removed.length === 0 ? undefined : await making.file(unit.path);
  if (file === undefined || file.base === '' || file.head === '') return 'nothing-removed';
  const random = making.random('removed', unit.print);
  const gone = shuffled(removedBehaviours(unit, file), random);
  const asked = new Set<Behaviour>();
  for (const one of gone) {
    if (asked.has(one)) continue;
    const alike = kept(one, file, random);
    const also = gone.filter((other) => other !== one && !asked.has(other) && isAlike(one, other));
    const item = severalGone(unit, file, making, { one, also, alike }) ?? oneGone(unit, file, making, one, alike);
    if (item === undefined) continue;
    for (const shown of [one, ...also]) asked.add(shown);
    yield item;
  }
  return 'nothing-removed';
}

const isAlike = (one: Behaviour, other: Behaviour): boolean =>
  one.kind === other.kind && one.text !== other.text && stretch([one, other]) <= Math.sqrt(mostStretch);

const stretch = (all: readonly Behaviour[]): number => {
  const lengths = all.map(({ text }) => text.length);
  return Math.max(...lengths) / Math.min(...lengths);
};

function kept(one: Behaviour, file: AskedFile, random: () => number): Behaviour[] {
  const found = keptBehaviours(file).filter((other) => isAlike(one, other));
  const byText = new Map(found.map((behaviour) => [behaviour.text, behaviour]));
  return shuffled([...byText.values()], random);
}

interface Gone {
  readonly one: Behaviour;
  readonly also: readonly Behaviour[];
  readonly alike: readonly Behaviour[];
}

function severalGone(unit: AskedUnit, file: AskedFile, making: Making, { one, also, alike }: Gone): Item | undefined {
  if (also.length === 0) return undefined;
  const random = making.random('several removed', unit.print, one.text);
  const texts = (behaviours: readonly Behaviour[]) => [...new Set(behaviours.map(({ text }) => text))];
  const set = chosenSet(texts([one, ...also]), texts(alike), severalSizes, random);
  if (set === undefined) return undefined;
  const first = [one, ...also].find(({ text }) => text === set.options[set.right[0] ?? 0]) ?? one;
  const { options, right, chance } = set;
  const question = `Which of these did it take away? Every other one still stands in \`${unit.path}\`.`;
  const ask: Item['prompt']['ask'] = { by: 'several', options: [...options] };
  return itemAbout(unit, file, making, { ask, question, key: { by: 'several', options: [...right] }, chance, first });
}

function oneGone(
  unit: AskedUnit,
  file: AskedFile,
  making: Making,
  first: Behaviour,
  alike: readonly Behaviour[],
): Item | undefined {
  if (alike.length < leastOthers) return undefined;
  const random = making.random('one removed', unit.print, first.text);
  const texts = [first, ...alike.slice(0, mostOthers)].map(({ text }) => text);
  const options = shuffled(texts, random);
  const key = { by: 'one', option: options.indexOf(first.text) } as const;
  const question = `Which one of these did it take away? The others still stand in \`${unit.path}\`.`;
  return itemAbout(unit, file, making, {
    ...{ question, key, first },
    ask: { by: 'one', options },
    chance: 1 / options.length,
  });
}

const called: Readonly<Record<Behaviour['kind'], string>> = {
  guard: 'This guard',
  throw: 'This throw',
  await: 'This wait',
  assertion: 'This assertion',
};

type Made = Pick<Item, 'key' | 'chance'> & Pick<Item['prompt'], 'ask' | 'question'> & { readonly first: Behaviour };

function itemAbout(unit: AskedUnit, file: AskedFile, making: Making, made: Made): Item {
  const { ask, question, key, chance, first } = made;
  const asked = {
    ...{ question, ask },
    side: 'base',
    // The line of what was taken away would tell it.
    line: unit.base?.first ?? 1,
    book: 'closed',
  } as const;
  return {
    prompt: promptAbout(unit, making, 'removed-behaviour', { chance }, { ...asked, shown: [], before: [], after: [] }),
    ...(unit.body === undefined ? {} : { body: unit.body }),
    ...{ chance, key },
    lineText: file.baseLines[first.lines.first - 1] ?? first.text,
    keyLine: first.lines.first,
    explanation: explained(first, key.by === 'several' ? key.options.length : 1),
  };
}

function explained({ kind, text }: Behaviour, count: number): string {
  const rest = count > 1 ? `, and ${count - 1} more of the options` : '';
  return `${called[kind]} stood in the base and is nowhere in the file now: \`${text}\`${rest}.`;
}
