import type { Look, Sign } from './sign.ts';

/**
 * Characters that change the order in which a line is shown, or are not shown at all (Boucher and Anderson 2021, "Trojan
 * Source"), as characters and as the bytes of their UTF-8 read as Latin-1, as texts of unknown encoding are read.
 */
const hidden =
  /[\u202A-\u202E\u2066-\u2069\u200B\u2060\u00AD\uFFA0\u3164]|\u00E2\u0080[\u00AA-\u00AE\u008B]|\u00E2\u0081[\u00A6-\u00A9\u00A0]|\u00E3\u0085\u00A4|\u00EF\u00BE\u00A0/;

/** Added lines with characters that a reader does not see. */
export function* hiddenSigns({ removed, added }: Look): Iterable<Sign> {
  const has = ({ text }: { readonly text: string }): boolean => hidden.test(text);
  const times = added.filter(has).length - removed.filter(has).length;
  if (times <= 0) return;
  yield { name: 'hidden-characters', reason: 'has characters that are not shown, or turn the order of others', times };
}
