import type { Lint } from './lint.ts';

/** Shapes of tokens that their issuers document; each repetition is bounded or ends the match. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,}/, 'a GitHub token'],
  [/\bgithub_pat_[A-Za-z0-9_]{30,}/, 'a GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}/, 'a GitLab token'],
  [/\bsk-ant-[A-Za-z0-9_-]{20,}/, 'an Anthropic key'],
  [/\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}/, 'an API key'],
  [/\bxox[abprs]-[A-Za-z0-9-]{20,}/, 'a Slack token'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\bAIza[0-9A-Za-z_-]{35}/, 'a Google API key'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'an npm token'],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[A-Za-z0-9_-]{10,300}\.eyJ[A-Za-z0-9_-]{10,300}/, 'a signed token (JWT)'],
  [/\bAuthorization: *(?:Bearer|Basic|token) +[A-Za-z0-9._~+/-]{16,}/i, 'a credential'],
  [/:\/\/[^\s:/@$]{1,100}:[^\s:/@$]{6,100}@/, 'a password in an address'],
];

const secretName = /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY)$/i;

/** As long as the longest text that the schema takes. */
const maxLooked = 65_536;

/** What a text gives away; undefined where it looks harmless. */
export function secretIn(text: string): string | undefined {
  const start = text.slice(0, maxLooked);
  return shapes.find(([shape]) => shape.test(start))?.[1];
}

/** What goes to a program or a model. */
const looked = ['shell', 'markdown', 'template'];

/** A secret in a loop file is in git for good. */
export const literalSecret: Lint = function* ({ texts }) {
  for (const { text, path, place, meta } of texts) {
    if (!looked.includes(meta.lang ?? '')) continue;
    const name = path.at(-2) === 'env' ? String(path.at(-1)) : '';
    const named = secretName.test(name) && text.length >= 8 && !/^[a-z]+$|^\$/.test(text);
    const kind = secretIn(text) ?? (named ? `the value of ${name}` : undefined);
    if (kind !== undefined) yield { code: 'LW325', ...place.at, data: { kind } };
  }
};
