import type { PromptKind } from '../model/prompt.ts';
import { promptKinds } from '../model/prompt.ts';

/** What an id of an item tells. None of it says anything of the key. */
export interface IdParts {
  readonly kind: PromptKind;
  /** One of so many answers is right, about: what a guesser's chance is. */
  readonly answers: number;
  /** Stands for the unit with its body, for the place in it, and for all that is shown. */
  readonly unit: string;
  readonly place: string;
  readonly content: string;
}

/**
 * Ids of items are made of content alone: the same after a restart, and at another head where the unit stands unchanged. So what
 * was answered once is known there, and is not asked again.
 */
export function itemIdOf({ kind, answers, unit, place, content }: IdParts): string {
  return [kind, answers, unit, place, content].join('.');
}

/** What an id of `itemIdOf` tells; undefined of anything else. */
export function partsOfId(id: string): IdParts | undefined {
  const [kind, answers, unit, place, content, more] = id.split('.');
  const known = promptKinds.find((one) => one === kind);
  if (known === undefined || unit === undefined || place === undefined || content === undefined) return undefined;
  const count = Number(answers);
  return more !== undefined || !(count >= 1) ? undefined : { kind: known, answers: count, unit, place, content };
}

const mask = 2n ** 64n - 1n;

/** FNV-1a, 64 bits, over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/): a name, not a secret. */
export function print(...texts: readonly string[]): string {
  const text = texts.join('\0');
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & mask;
  }
  return hash.toString(36).padStart(13, '0');
}
