import { stripVTControlCharacters } from 'node:util';

/**
 * What a careful reader answers who has nothing but what `loopwright review` printed: the option that stands in the
 * diff as an added line. No key is looked at; there is none to look at.
 * @param {string} printed all that was printed so far, with the diff and, at its end, a prompt
 * @returns {number | undefined} number of the option, from 1; undefined where the diff does not tell
 */
export function answerFromDiff(printed) {
  const lines = stripVTControlCharacters(printed).split(/\r?\n/);
  const added = new Set(lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1).trim()));
  const prompt = lines.slice(lines.findLastIndex((line) => line.startsWith('Which did it write?')));
  for (const line of prompt) {
    const [, number, text = ''] = /^ {2}(\d+)\) (.*)$/.exec(line) ?? [];
    if (number !== undefined && added.has(text.trim())) return Number(number);
  }
  return undefined;
}
