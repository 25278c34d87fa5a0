/**
 * Ids of items are made of content alone: `<line>.<option>.<option>.<option>`, each a fingerprint, the options sorted.
 * So an id says nothing of the key, is the same after a restart, and tells which line and which texts it was about.
 */
export function itemIdOf(line: string, options: readonly string[]): string {
  return [line, ...options.map(optionPrint).sort()].join('.');
}

/** Stands for one line of one head. */
export const linePrint = (head: string, path: string, line: number): string => print([head, path, line].join('\0'));

/** Stands for the text of one option. */
export const optionPrint = (option: string): string => print(option);

/** The line and the options that an id of `itemIdOf` speaks of; anything else speaks of no line. */
export function partsOfId(id: string): { readonly line: string; readonly options: readonly string[] } {
  const [line = '', ...options] = id.split('.');
  return { line, options };
}

const mask = 2n ** 64n - 1n;

/** FNV-1a, 64 bits, over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/): a name, not a secret. */
function print(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & mask;
  }
  return hash.toString(36).padStart(13, '0');
}
