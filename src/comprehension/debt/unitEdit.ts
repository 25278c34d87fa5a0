/** What an edit of a unit leaves of it. */
export interface UnitEdit {
  /** The share of its lines that stay. */
  readonly kept: number;
  /** A condition, an operator, a call or the signature is another than before. */
  readonly decisive: boolean;
}

/**
 * Compares the texts of a unit before and after an edit, in any language: lines without their blanks, then what decides how it
 * behaves, in order. Comments and what strings and numbers hold decide nothing here. Linear in the length of both.
 */
export function unitEdit(path: string, before: string, after: string): UnitEdit {
  return { kept: keptShare(before, after), decisive: decisiveText(path, before) !== decisiveText(path, after) };
}

function keptShare(before: string, after: string): number {
  const lines = linesOf(before);
  if (lines.length === 0) return 1;
  const left = new Map<string, number>();
  for (const line of linesOf(after)) left.set(line, (left.get(line) ?? 0) + 1);
  let kept = 0;
  for (const line of lines) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    kept++;
    left.set(line, count - 1);
  }
  return kept / lines.length;
}

const linesOf = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.replace(/\s+/g, '')]));

/** What decides, in the order it stands: the signature, then conditions, operators and calls. */
function decisiveText(path: string, text: string): string {
  const { signature, body } = parted(withoutComments(path, text));
  return JSON.stringify([tokensOf(signature), tokensOf(body).filter(isDecisive)]);
}

/** The first line that is neither comment nor decorator opens a unit; it goes on to the end of its brackets. */
function parted(plain: string): { readonly signature: string; readonly body: string } {
  const start = /^[ \t]*(?![@#\s])\S/m.exec(plain)?.index ?? 0;
  let depth = 0;
  for (let at = start; at < plain.length; at++) {
    const sign = plain[at] ?? '';
    if (sign === '(' || sign === '[' || sign === '<') depth++;
    if ((sign === ')' || sign === ']' || (sign === '>' && plain[at - 1] !== '=' && plain[at - 1] !== '-')) && depth > 0)
      depth--;
    if (depth === 0 && (sign === '{' || sign === '\n')) return { signature: plain.slice(0, at), body: plain.slice(at) };
  }
  return { signature: plain, body: '' };
}

/** Where `#` begins a comment, and `//` is an operator. */
const hashComments = /\.(?:py|pyi|rb|sh|bash|zsh|ya?ml|toml|pl|r)$/i;
const string = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/;
const inHashes = new RegExp(`(${string.source})|#[^\\n]*`, 'g');
const inSlashes = new RegExp(`(${string.source})|/\\*[\\s\\S]*?\\*/|//[^\\n]*`, 'g');

/** A comment becomes blanks; what looks like one in a string stays. */
function withoutComments(path: string, text: string): string {
  return text.replace(hashComments.test(path) ? inHashes : inSlashes, (found, quoted: string | undefined) =>
    quoted === undefined ? found.replace(/[^\n]/g, ' ') : quoted,
  );
}

const token =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[\p{L}_$][\p{L}\p{N}_$]*(?=\s*!?\()|[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*|[=!<>]=+|[-+*/%&|^]=|&&|\|\||\?\?|\?\.|=>|->|\+\+|--|<<|>>|[-+*/%&|^~<>!?]|\S/gu;

function tokensOf(text: string): readonly string[] {
  return [...text.matchAll(token)].map(({ 0: found, index }) => {
    if (/^["'`]/.test(found)) return '""';
    if (/^\d/.test(found)) return '0';
    const isCall =
      /^[\p{L}_$]/u.test(found) && /^\s*!?\(/.test(text.slice(index + found.length, index + found.length + 40));
    return isCall && !words.has(found) ? `${found}()` : found;
  });
}

/** Words of the six languages that decide what is done, and when. */
const words = new Set(
  'if else elif for while do switch case match when default break continue return throw raise try catch except finally await yield assert and or not in is loop unless defer go select'.split(
    ' ',
  ),
);

const isDecisive = (found: string): boolean =>
  words.has(found) ||
  found.endsWith('()') ||
  (/^[-+*/%&|^~<>!?=]+\.?$/.test(found) && found !== '=' && found !== '=>' && found !== '->');
