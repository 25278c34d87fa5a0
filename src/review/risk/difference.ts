import { quoted } from './quoted.ts';

/**
 * Where two versions of an expression differ, for a sentence: `"< limit" became "<= limit"`. What is the same at both ends
 * is left out, but for a word beside a lone operator.
 */
export function difference(before: string, after: string): string {
  const [old, young] = [wordsIn(before), wordsIn(after)];
  let start = 0;
  while (start < old.length && start < young.length && old[start]?.text === young[start]?.text) start++;
  let end = 0;
  const shorter = Math.min(old.length, young.length) - start;
  while (end < shorter && old.at(-1 - end)?.text === young.at(-1 - end)?.text) end++;
  const middles = (): Word[][] => [old, young].map((words) => words.slice(start, words.length - end));
  if (middles().some((middle) => middle.every(({ text }) => !/^[\w$]/.test(text)))) {
    if (end > 0) end--;
    else if (start > 0) start--;
  }
  // What opens in the middle is shown up to where it closes.
  while (end > 0 && middles().some(isOpen)) end--;
  const shown = (words: readonly Word[], text: string): string => {
    const [first, last] = [words[start], words[words.length - end - 1]];
    return first === undefined || last === undefined || last.at < first.at
      ? 'nothing'
      : quoted(text.slice(first.at, last.at + last.text.length));
  };
  return `${shown(old, before)} became ${shown(young, after)}`;
}

interface Word {
  readonly text: string;
  readonly at: number;
}

function isOpen(words: readonly Word[]): boolean {
  const count = (of: string): number => words.filter(({ text }) => of.includes(text)).length;
  return count('([{') > count(')]}');
}

function wordsIn(text: string): Word[] {
  return Array.from(text.matchAll(/'[^'\s]*'|"[^"\s]*"|`[^`\s]*`|\d+\.\d+|[\w$]+|[<>=!&|?]+|\S/g), (match) => ({
    text: match[0],
    at: match.index,
  }));
}
