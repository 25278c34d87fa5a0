import type { Item } from '../../../../src/comprehension/item.ts';
import { isRight } from '../../../../src/comprehension/item.ts';
import { gap } from '../../../../src/model/prompt.ts';
import { callsIn, extentAt } from './callsInText.ts';
import type { AskedChange } from './corpusChange.ts';
import type { SameTrees, TextPair } from './otherParsers.ts';

/** Why an item is not valid, found by other ways than those of its maker. */
export interface Fault {
  readonly title: string;
  readonly item: Item;
  readonly why: string;
}

/** The faults of all items of changes in one language. */
export async function faultsOf(all: readonly AskedChange[], same: SameTrees): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const filled: (TextPair & { readonly asked: AskedChange; readonly item: Item; readonly isTaken: boolean })[] = [];
  for (const asked of all) {
    for (const item of asked.items) {
      const told = (why: string) => faults.push({ title: asked.change.title, item, why });
      if (item.prompt.kind === 'cloze') filled.push(...(await fillings(asked, item, told)));
      else if (item.prompt.kind === 'removed-behaviour') checkRemoved(asked, item, told);
      else if (item.prompt.kind === 'callers-affected') checkCallers(asked, item, told);
      else told(`${item.prompt.kind} needs checks, which this change has not`);
    }
  }
  const are = await same(filled);
  for (const [index, { asked, item, isTaken, other }] of filled.entries()) {
    if (are[index] === isTaken) continue;
    const line = other.split('\n')[item.prompt.line - 1] ?? '';
    const why = isTaken ? 'is taken for right, and is another tree' : 'is taken for wrong, and is the same tree';
    faults.push({ title: asked.change.title, item, why: `${line.trim()} ${why}` });
  }
  return faults;
}

type Tell = (why: string) => void;

/** The head with the key and with other tokens in the gap, and whether the item takes each for right. */
async function fillings(asked: AskedChange, item: Item, told: Tell) {
  const { prompt, key } = item;
  const head = asked.change.head[prompt.path] ?? '';
  const [shown = ''] = prompt.shown;
  if (key.by !== 'text' || prompt.shown.length !== 1 || shown.split(gap).length !== 2) {
    told('it has not one gap in one line');
    return [];
  }
  const fill = (token: string): string =>
    head
      .split('\n')
      .with(
        prompt.line - 1,
        shown.replace(gap, () => token),
      )
      .join('\n');
  if (fill(key.text) !== head) told('its key does not give the head again');
  const seen = [...prompt.before, shown, ...prompt.after].join('\n');
  if (isWordIn(key.text, seen)) told('its key can be read around the gap');
  const tokens = [key.text, ...othersLike(key.text, head)];
  return Promise.all(
    tokens.map(async (token) => ({
      ...{ asked, item, path: prompt.path, one: head, other: fill(token) },
      isTaken: await isRight(item, { by: 'text', text: token }),
    })),
  );
}

const escaped = (text: string): string => text.replace(/[^\p{L}\p{N}_\s]/gu, '\\$&');
const isWordIn = (word: string, text: string): boolean =>
  /^[\p{L}\p{N}_$]+$/u.test(word) &&
  new RegExp(`(?<![\\p{L}\\p{N}_$.])${escaped(word)}(?![\\p{L}\\p{N}_$])`, 'u').test(text);

const operators = [
  '===',
  '!==',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  'and',
  'or',
  '+',
  '-',
  '*',
  '/',
  '+=',
  '-=',
];

/** A few tokens of the same sort. */
function othersLike(token: string, text: string): string[] {
  const others = /^\d/.test(token)
    ? ['3', '17', '9001']
    : /["'`]/.test(token)
      ? Array.from(text.matchAll(/(?<![\w"'`])"[a-z]{2,12}"|(?<![\w"'`])'[a-z]{2,12}'/g), ([found]) => found)
      : /^[\p{L}_$]/u.test(token)
        ? Array.from(text.matchAll(/(?<=\.)[a-z]\w+(?=\()/gi), ([found]) => found)
        : operators;
  return [...new Set(others)].filter((other) => other !== token).slice(0, 4);
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?:\/\/|#).*$/gm, '');

/** Whether the code stands in a text, whatever its blanks, and whether or not a comment stands in it. */
const standsIn = (code: string, text: string): boolean =>
  [text, withoutComments(text)].some((one) => squeezed(one).includes(squeezed(code)));

function checkRemoved({ change }: AskedChange, { prompt, key }: Item, told: Tell): void {
  const [base, head] = [change.base[prompt.path] ?? '', change.head[prompt.path] ?? ''];
  const options = 'options' in prompt.ask ? prompt.ask.options : [];
  const right = key.by === 'one' ? [key.option] : key.by === 'several' ? key.options : [];
  if (right.length === 0 || right.length === options.length) told('it has no right option, or no wrong one');
  for (const [index, option] of options.entries()) {
    if (!standsIn(option, base)) told(`\`${option}\` is not in the base`);
    const isGone = !standsIn(option, head);
    if (isGone !== right.includes(index)) told(`\`${option}\` ${isGone ? 'is gone' : 'still stands'} in the head`);
  }
}

function checkCallers({ change }: AskedChange, { prompt, key }: Item, told: Tell): void {
  const symbol = /`([^`]+)`/.exec(prompt.question)?.[1] ?? '';
  const options = 'options' in prompt.ask ? prompt.ask.options : [];
  const right = key.by === 'several' ? key.options : [];
  for (const [index, option] of options.entries()) {
    const [, path = '', line = ''] = /^(.+):(\d+) {2}/.exec(option) ?? [];
    const text = change.head[path];
    if (text === undefined) {
      told(`${option} names no file of the head`);
      continue;
    }
    const { first, last } = extentAt(path, text, Number(line));
    const calls = callsIn(path, text, symbol).some((at) => at >= first && at <= last);
    if (calls !== right.includes(index)) told(`${option} ${calls ? 'calls' : 'does not call'} ${symbol}`);
  }
}
