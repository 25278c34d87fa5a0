import type { SeenLine } from './blanked.ts';
import { difference } from './difference.ts';
import type { Language } from './language.ts';
import { pairLines } from './linePairs.ts';
import { quoted } from './quoted.ts';
import type { Look, Sign } from './sign.ts';

const inParentheses = /\b(?:if|while|for|switch|unless|until|when|catch when)\s*\(/;

/** What begins a condition that ends with its line, or with what opens the block. */
const head: Readonly<Record<Language, RegExp>> = {
  ecma: /(?!)/,
  python: /^\s*(?:if|elif|while|for|case)\b(?=.*:\s*$)|\s(?:if)\s(?=.*\selse\s)|\bif\b(?=.*[\])}]\s*$)/,
  go: /^\s*(?:\}\s*else\s+)?(?:if|for|switch|case)\b/,
  rust: /(?:^|[\s=(])(?:if|while|for|match)\b(?=.*[{]?\s*$)/,
  java: /^\s*(?:case|when)\b/,
  braces: /^\s*(?:case|guard|if|while|switch|for)\b/,
  hashes: /^\s*(?:if|elif|elsif|unless|while|until|when|case)\b|\s(?:if|unless)\s/,
  plain: /(?!)/,
};

/** Comparison, logic and choice, wherever they stand. `<` and `>` stand between blanks: else they are types or tags. */
const operator = /[=!]==?(?!>)|\s[<>]=?\s|(?:&&|\|\||\?\?)(?!=)|\s\?\s|(?<![\w!=)\]])!(?=[\w$(])|\sinstanceof\s/;
/** The same in words, on lines that are no prose: text between three quotes can begin above the lines that changed. */
const inWords = /^(?=.*[=()[\]]).*?(?:\s(?:and|or|not in|is not)\s|\bnot\s)/;
/** A loop over all of something decides nothing; a type that is chosen is no program. */
const undecided =
  /^(?:(?:const|let|var|auto|final)\s+)?[^=;]{1,80}?\s(?:of|in)\s|\bextends\b.*\s\?\s|^\s*(?:export\s+)?type\s/;
/** What stands before the value that is decided: the name it gets, a return. */
const target =
  /^\s*(?:\}\s*else\s+|return\s+|(?:const|let|var|auto|final)\s+|[\w$]+:\s+)?(?:[\w$.[\]{}:, ]{1,80}?(?<![=!<>])=(?![=>])\s*)?/;

/**
 * The condition of a line, as it is compared with another: within the parentheses of `if (…)`, up to the block elsewhere, or
 * all of a line that compares. Undefined where it decides nothing. By code alone, told in the words of the line.
 */
export function conditionOf({ bare, code }: SeenLine, language: Language): string | undefined {
  const cut = (start: number, end: number): string => bare.slice(start, end).trim().replace(/\s+/g, ' ');
  const bracketed = inParentheses.exec(code);
  if (bracketed !== null && language !== 'plain') {
    const start = bracketed.index + bracketed[0].length;
    const inside = cut(start, closing(code, start));
    // `if (` alone: what is decided stands on the next lines, which are seen by themselves.
    return inside === '' || undecided.test(inside) ? undefined : inside;
  }
  const begun = head[language].exec(code);
  if (begun !== null) {
    const from = begun.index + begun[0].length;
    const trimmed = code.trimEnd().replace(/\s*[{:]$/, '');
    const inside = cut(from, Math.max(from, trimmed.length));
    return inside === '' ? undefined : inside;
  }
  const compares = operator.test(code) || ((language === 'python' || language === 'hashes') && inWords.test(code));
  if (language === 'plain' || !compares || undecided.test(code)) return undefined;
  const from = target.exec(code)?.[0].length ?? 0;
  const chosen = /\S\s\?\s/.exec(code.slice(from));
  // Of a choice only what chooses, where it stands on the line.
  const inside =
    chosen === null
      ? cut(from, bare.length)
      : cut(opening(code, from, from + chosen.index + 1), from + chosen.index + 1);
  return inside.replace(/[;,{]$/, '') || undefined;
}

/** Where the expression that ends before `end` begins: behind what is still open there, or a comma. */
function opening(code: string, start: number, end: number): number {
  let depth = 0;
  for (let at = end - 1; at >= start; at--) {
    const char = code[at] ?? '';
    if (')]}'.includes(char)) depth++;
    else if ('([{,'.includes(char) && (char === ',' ? depth : depth--) === 0) return at + 1;
  }
  return start;
}

/** Where the parenthesis that opened before `start` closes; the end of the line where it does not. */
function closing(code: string, start: number): number {
  let depth = 1;
  for (let at = start; at < code.length; at++) {
    if (code[at] === '(') depth++;
    else if (code[at] === ')' && --depth === 0) return at;
  }
  return code.length;
}

/** Conditions that changed, are gone, or are new: operators, negation, bounds of loops, what is compared. */
export function* conditionSigns({ language, gone: removed, fresh: added }: Look): Iterable<Sign> {
  const conditions = new Map<SeenLine, string>();
  const deciding = (lines: readonly SeenLine[]): SeenLine[] =>
    lines.filter((line) => {
      const condition = conditionOf(line, language);
      if (condition !== undefined) conditions.set(line, condition);
      return condition !== undefined;
    });
  const told = (line: SeenLine): string => conditions.get(line) ?? '';
  const [before, after] = unequal(deciding(removed), deciding(added), told);
  if (before.length === 0 && after.length === 0) return;
  const { pairs, gone, fresh } = pairLines(before, after);
  const changed = pairs.map(([old, young]) => difference(told(old), told(young)));
  const lost = gone.map((line) => quoted(told(line)));
  const more = (all: readonly string[]): string => (all.length > 1 ? `, and ${all.length - 1} more` : '');
  if (changed[0] !== undefined) {
    const reason = `a condition changed: ${changed[0]}${more(changed)}`;
    yield { name: 'condition', reason, times: changed.length + lost.length };
  }
  if (lost[0] !== undefined) {
    const reason = `a condition is gone: ${lost[0]}${more(lost)}`;
    // Counted with those that changed, if there are any: one that turns from gone to changed weighs the same.
    yield changed.length > 0
      ? { name: 'condition', reason, times: 0 }
      : { name: 'condition', reason, times: lost.length };
  }
  const [first] = fresh;
  if (first !== undefined) {
    const all = fresh.map(told);
    yield { name: 'new-condition', reason: `a new condition: ${quoted(told(first))}${more(all)}`, times: fresh.length };
  }
}

/** Without the lines whose condition stands on the other side too, whatever else their line says. */
function unequal(
  removed: readonly SeenLine[],
  added: readonly SeenLine[],
  told: (line: SeenLine) => string,
): readonly [SeenLine[], SeenLine[]] {
  const [before, after] = [countsOf(removed.map(told)), countsOf(added.map(told))];
  const beyond = (counts: Map<string, number>) => (line: SeenLine) => {
    const left = counts.get(told(line)) ?? 0;
    counts.set(told(line), left - 1);
    return left <= 0;
  };
  return [removed.filter(beyond(after)), added.filter(beyond(before))];
}

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
