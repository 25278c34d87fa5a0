/** What a program said, as it may be shown and kept: no credentials of URLs, no control characters, one line, bounded. */
export function said(text: string, length = 500): string {
  const lines = withoutCredentials(text)
    .replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .split(/[\r\n]+/)
    .map((line) => line.replace(UNSEEN, '').replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && !NOISE.test(line));
  const whole = lines.join('; ');
  return whole.length <= length ? whole : `${whole.slice(0, length - 1)}…`;
}

/** User names, passwords and tokens in URLs, wherever they stand in a text. */
export function withoutCredentials(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/'"]*@/gi, '$1')
    .replace(/([?&](?:[a-z_]*token|password|key|secret)=)[^&\s'"]+/gi, '$1…');
}

/** Controls, bidi marks and what else nobody sees. */
const UNSEEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Progress and advice that git prints for a person at a terminal. */
const NOISE = /^(hint:|remote: *$|To \S+$|Done$|error: failed to push some refs)/;
