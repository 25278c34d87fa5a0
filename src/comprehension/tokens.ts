/**
 * Tokens for counting and comparing texts that need not be whole: single lines, and lines with an edit. Whole texts are read by a
 * grammar (`CodeReading`).
 */

type Family = 'braces' | 'rust' | 'python';

const familyOf = (path: string): Family => (/\.pyi?$/i.test(path) ? 'python' : /\.rs$/i.test(path) ? 'rust' : 'braces');

const comments: Readonly<Record<Family, string>> = {
  braces: String.raw`\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)`,
  rust: String.raw`\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)`,
  python: String.raw`#[^\n]*`,
};

const strings: Readonly<Record<Family, string>> = {
  braces: String.raw`(["'])(?:\\.|(?!\2)[^\\\n])*\2?|\x60(?:\\[^]|[^\\\x60])*(?:\x60|$)`,
  // A lifetime (`'a`) is no character (`'a'`).
  rust: String.raw`(["])(?:\\.|(?!\2)[^\\\n])*\2?|'(?:\\[^']+|[^\\'\n])'|'\p{ID_Start}\p{ID_Continue}*`,
  python: String.raw`"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|(["'])(?:\\.|(?!\2)[^\\\n])*\2?`,
};

const operators = String.raw`>>>=|\.\.\.|\.\.=|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\*\*|<<|>>|->|<-|:=|::|[-+*/%&|^]=`;

const patternOf = (family: Family): RegExp =>
  new RegExp(
    [
      `(?<comment>${comments[family]})`,
      strings[family],
      String.raw`[\p{ID_Start}$_#][\p{ID_Continue}$]*`,
      String.raw`\.?\d[\w.]*`,
      family === 'python' ? String.raw`\/\/=?|${operators}` : operators,
      String.raw`\S`,
    ].join('|'),
    'gu',
  );

const patterns: Readonly<Record<Family, RegExp>> = {
  braces: patternOf('braces'),
  rust: patternOf('rust'),
  python: patternOf('python'),
};

/**
 * The tokens of a text in the language of that path, without blanks and comments. A regular expression comes as several tokens and
 * a template as one. Takes any text, in time linear in its length.
 */
export function tokensOf(path: string, text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(patterns[familyOf(path)])) {
    if (match.groups?.['comment'] === undefined) found.push(match[0]);
  }
  return found;
}

export const isNameToken = (token: string): boolean => /^[\p{ID_Start}$_]/u.test(token);
export const isNumberToken = (token: string): boolean => /^\.?\d/.test(token);
