import type { AskedFile } from '../askedFile.ts';
import type { AskedUnit } from '../askedUnit.ts';
import type { Behaviour } from '../codeReading.ts';
import { tokensOf } from '../tokens.ts';

/** A new text with that share of tokens is the old one, edited. */
const editedShare = 0.6;

/** Shortest and longest text that is worth reading as an option. */
const shortest = 8;
const longest = 140;

/** What the base of a unit did and the head does nowhere: neither moved within the file nor edited in its place. */
export function removedBehaviours(unit: AskedUnit, file: AskedFile): Behaviour[] {
  const removed = new Set(unit.removed);
  const tokensIn = (text: string): string => ` ${tokensOf(file.path, text).join(' ')} `;
  const head = file.once('head in tokens', () => tokensIn(file.head));
  const old = file.once('texts in the base', () => new Set(file.oldBehaviours.map(({ text }) => text)));
  const fresh = file.newBehaviours.filter(({ text }) => !old.has(text));
  const gone = file.oldBehaviours.filter(
    (one) =>
      isReadable(one) &&
      linesOf(one).some((line) => removed.has(line)) &&
      !head.includes(tokensIn(one.text)) &&
      !fresh.some((other) => other.kind === one.kind && shared(file.path, one.text, other.text) >= editedShare),
  );
  return gone.filter((one, index) => gone.findIndex(({ text }) => text === one.text) === index);
}

/** What both sides do, by its text. */
export function keptBehaviours(file: AskedFile): Behaviour[] {
  return file.once('kept behaviours', () => {
    const now = new Set(file.newBehaviours.map(({ text }) => text));
    return file.oldBehaviours.filter((one) => isReadable(one) && now.has(one.text));
  });
}

const isReadable = ({ text }: Behaviour): boolean => text.length >= shortest && text.length <= longest;

const linesOf = ({ lines: { first, last } }: Behaviour): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Share of tokens that two texts have in common (Dice). */
function shared(path: string, one: string, other: string): number {
  const [tokens, left] = [tokensOf(path, one), tokensOf(path, other)];
  const all = tokens.length + left.length;
  const common = tokens.filter((token) => {
    const at = left.indexOf(token);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / all;
}
