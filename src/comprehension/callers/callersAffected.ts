import type { AskedUnit } from '../askedUnit.ts';
import { balancedSet } from '../balancedSet.ts';
import type { Item } from '../item.ts';
import { type Making, promptAbout } from '../making.ts';
import type { NothingCode } from '../nothingToAsk.ts';
import { wordsOf } from '../words.ts';
import { type CallPlaces, callPlaces } from './callPlaces.ts';
import { symbolOf } from './symbol.ts';

const sizes = { least: 4, most: 6 };

/**
 * **Callers affected**: of places in other units those are to be told that call what was changed. Each is named by its file, line
 * and unit, not by its code, which would tell.
 */
export async function* callersAffected(unit: AskedUnit, making: Making): AsyncGenerator<Item, NothingCode, void> {
  const symbol = symbolOf(unit);
  if (symbol === undefined) return 'no-callers';
  const places = await callPlaces(symbol, unit, making);
  if (places === undefined || places.calling.length === 0) return 'no-callers';
  const file = await making.file(unit.path);
  const lineText = file?.headLines[(unit.head?.first ?? 1) - 1] ?? unit.name;
  const item = itemAbout(symbol, places, lineText, unit, making);
  if (item !== undefined) yield item;
  return 'no-callers';
}

function itemAbout(
  symbol: string,
  places: CallPlaces,
  lineText: string,
  unit: AskedUnit,
  making: Making,
): Item | undefined {
  const random = making.random('callers', unit.print);
  const telling = wordsOf(`${symbol} ${unit.id}`);
  // What calls something of a like name is the better distractor.
  const { calling, alike, others } = places;
  const enough = alike.length >= sizes.most - 1 ? alike : [...alike, ...others];
  const set = balancedSet(calling, enough, telling, sizes, random);
  if (set === undefined) return undefined;
  const { options, right, chance } = set;
  return {
    prompt: promptAbout(
      unit,
      making,
      'callers-affected',
      { chance },
      {
        side: 'head',
        line: unit.head?.first ?? 1,
        question: `It changed \`${symbol}\`. Which of these places call it?`,
        ...{ before: [], shown: [], after: [] },
        ask: { by: 'several', options: [...options] },
        book: 'open',
      },
    ),
    ...(unit.body === undefined ? {} : { body: unit.body }),
    chance,
    key: { by: 'several', options: [...right] },
    lineText,
    explanation: `\`${symbol}\` is called in ${right.map((index) => `\`${options[index] ?? ''}\``).join(', ')}, and in none of the others.`,
  };
}
