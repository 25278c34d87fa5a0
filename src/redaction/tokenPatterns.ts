/**
 * The shapes of well-known tokens. Each begins with a text that hardly anything else has, and goes on with characters
 * of one class. Sources: the documented token formats of GitHub, OpenAI and Anthropic, AWS, Slack, GitLab and npm;
 * RFC 7519 (JWT), RFC 7468 (PEM) and RFC 6750 (bearer tokens).
 */
interface TokenShape {
  /** A regular expression's source. */
  readonly head: string;
  /** A character class's source. */
  readonly body: string;
  readonly atLeast: number;
}

const tokenShapes: readonly TokenShape[] = [
  { head: 'gh[pousr]_', body: '[A-Za-z0-9]', atLeast: 20 },
  { head: 'github_pat_', body: '\\w', atLeast: 20 },
  { head: '(?<![A-Za-z0-9])sk-', body: '[\\w-]', atLeast: 16 },
  { head: '(?<![A-Za-z0-9])A[KS]IA', body: '[A-Z0-9]', atLeast: 16 },
  { head: 'xox[abceoprs]-', body: '[A-Za-z0-9-]', atLeast: 10 },
  { head: 'glpat-', body: '[\\w-]', atLeast: 16 },
  { head: 'npm_', body: '[A-Za-z0-9]', atLeast: 20 },
];

/** No token is held back for longer than this many characters; a longer one is redacted as it goes by. */
export const longestHeld = 1024;

const bearer = '[Bb]earer|BEARER';
const authorization = `(?:[Aa]uthorization|AUTHORIZATION)["']?[ \\t]{0,4}[:=][ \\t]{0,4}["']?(?:${bearer}|[Bb]asic|[Tt]oken)[ \\t]{1,4}`;
const credential = '[\\w.~+/=-]';

/** Whole tokens. `keep` is the part of a match that stays, `pem` a private key's first line. */
export const wholeToken = [
  ...tokenShapes.map(({ head, body, atLeast }) => `${head}${body}{${atLeast},}`),
  'eyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?',
  `(?<keep>${authorization})${credential}{4,}`,
  `(?<keepBearer>(?:${bearer})[ \\t]{1,4})${credential}{16,}`,
  '(?<pem>-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)',
].join('|');

/** What may become a token when more comes, at the end of a text. */
export const openToken = new RegExp(
  `(?:${[
    ...tokenShapes.map(({ head, body }) => `${head}${body}{0,${longestHeld}}`),
    `eyJ[\\w-]{0,${longestHeld}}(?:\\.[\\w-]{0,${longestHeld}}){0,2}`,
    `(?:[Aa]uthorization|AUTHORIZATION)["']?[ \\t]{0,4}(?:[:=][ \\t]{0,4}["']?(?:[A-Za-z]{0,6}(?:[ \\t]{1,4}${credential}{0,${longestHeld}})?)?)?`,
    `(?:${bearer})(?:[ \\t]{1,4}${credential}{0,${longestHeld}})?`,
    '-----BEGIN [A-Z ]{0,60}-{0,5}',
  ].join('|')})$`,
);

/** Texts that tokens begin with: the beginning of one at the end of a text is held back. */
export const tokenHeads: readonly string[] = [
  ...['p', 'o', 'u', 's', 'r'].map((letter) => `gh${letter}_`),
  ...['a', 'b', 'c', 'e', 'o', 'p', 'r', 's'].map((letter) => `xox${letter}-`),
  ...['github_pat_', 'sk-', 'AKIA', 'ASIA', 'glpat-', 'npm_', 'eyJ', '-----BEGIN '],
  ...['authorization', 'Authorization', 'AUTHORIZATION', 'bearer', 'Bearer', 'BEARER'],
];

/** Fast test whether a text may hold a token at all (case is ignored because that is faster). */
export const mayHoldToken = /gh[opusr]_|github_pat_|sk-|a[ks]ia|xox|glpat-|npm_|eyj|-----begin|bearer|authorization/i;

/** What may follow a token that was too long to be held. */
export const tokenRest = new RegExp(`^${credential}*`);

/** The body of a private key, also where its newlines are written as \n in a JSON string. */
export const pemBody = /^[A-Za-z0-9+/=\s\\:,-]*/;
export const pemEnd = /-----END [A-Z ]{0,60}-----/;
