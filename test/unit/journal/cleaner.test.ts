import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cleaner } from '../../../src/journal/step/outputLog.ts';
import { sanitise } from '../../../src/redaction/sanitise.ts';

/** What reaches the log when the bytes come in pieces of this size. */
function cleaned(text: string | Buffer, secrets: readonly string[] = [], pieces = Number.POSITIVE_INFINITY): string {
  const cleaner = new Cleaner(secrets);
  const bytes = Buffer.from(text as string);
  let out = '';
  for (let at = 0; at < bytes.length; at += pieces)
    out += cleaner.push(bytes.subarray(at, Math.min(at + pieces, bytes.length)));
  return out + cleaner.end();
}

/** Everything that a terminal or an editor acts on, or that a person cannot see. */
const active =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e01ef}]/u;

describe('cleaning output', () => {
  const corpus: readonly (readonly [name: string, raw: string, shown: string])[] = [
    ['plain text', 'a\tb\nçé€ 😀\n', 'a\tb\nçé€ 😀\n'],
    ['colours', '\x1b[1;31mred\x1b[0m', 'red'],
    ['cursor movements', 'a\x1b[2K\x1b[1Gb\x1b[?25l', 'ab'],
    ['character sets', 'a\x1b(Bb', 'ab'],
    ['OSC 52, which sets the clipboard', '\x1b]52;c;cm0gLXJm\x07x', '\\x1b]52;c;cm0gLXJm\\x07x'],
    ['OSC 8, a link', '\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\', '\\x1b]8;;http://evil\\x1b\\text\\x1b]8;;\\x1b\\'],
    ['DCS', '\x1bP0;1|17/ab\x1b\\', '\\x1bP0;1|17/ab\\x1b\\'],
    ['8-bit CSI and OSC', '\u009b31m\u009d52;c;x\u009c', '\\x9b31m\\x9d52;c;x\\x9c'],
    ['an escape in an escape', '\x1b\x1b[m[31m', '\\x1b[31m'],
    ['an endless sequence', `\x1b[${'1;'.repeat(100)}m`, `\\x1b[${'1;'.repeat(100)}m`],
    ['backspaces', 'rm -rf /\b\b\b\bls', 'rm -rf /\\x08\\x08\\x08\\x08ls'],
    ['NUL and DEL', 'a\0b\x7f', 'a\\x00b\\x7f'],
    ['a progress bar', '1 %\r2 %\r\r3 %\r\ndone\r', '1 %\n2 %\n3 %\ndone\n'],
    ['bidi', 'if (\u202e admin \u2066)', 'if (\\u202e admin \\u2066)'],
    ['zero width', 'ad\u200bmin\u200d\ufeff\u00ad', 'ad\\u200bmin\\u200d\\ufeff\\xad'],
    ['tag characters', 'x\u{e0041}\u{e007f}', 'x\\u{e0041}\\u{e007f}'],
    ['line separators', 'a\u2028b\u0085c', 'a\\u2028b\\x85c'],
    ['HTML, which is only text', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ];
  for (const [name, raw, shown] of corpus) {
    it(`renders inert: ${name}`, () => {
      for (const pieces of [1, 2, 3, 1000]) expect(cleaned(raw, [], pieces)).toBe(shown);
    });
  }

  it('replaces invalid UTF-8', () => {
    expect(cleaned(Buffer.from([0x61, 0xff, 0xc3, 0x62, 0xe2, 0x82]))).toBe('a\ufffd\ufffdb\ufffd');
  });

  it('leaves nothing active of any input, and does nothing twice', () => {
    const byte = fc.oneof(
      fc.constantFrom(0x1b, 0x5b, 0x0d, 0x9b, 0xc2, 0xe2, 0x80, 0x8b, 0xae),
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (bytes, pieces) => {
        const shown = cleaned(Buffer.from(bytes), [], pieces);
        expect(shown).not.toMatch(active);
        expect(sanitise(shown)).toBe(shown);
        expect(cleaned(Buffer.from(bytes))).toBe(shown);
      }),
      { numRuns: 300 },
    );
  });
});

describe('redacting output', () => {
  const b = (length: number): string => 'aB3dE5gH7jK9'.repeat(Math.ceil(length / 12)).slice(0, length);
  const tokens: Readonly<Record<string, string>> = {
    'GitHub, classic': `ghp_${b(36)}`,
    'GitHub, app': `ghs_${b(36)}`,
    'GitHub, fine-grained': `github_pat_${b(22)}_${b(59)}`,
    OpenAI: `sk-proj-${b(48)}`,
    Anthropic: `sk-ant-api03-${b(90)}_x-AA`,
    AWS: 'AKIAIOSFODNN7EXAMPLE',
    Slack: `xoxb-123456789012-${b(24)}`,
    GitLab: `glpat-${b(20)}`,
    npm: `npm_${b(36)}`,
    JWT: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${b(43)}`,
  };
  for (const [name, token] of Object.entries(tokens)) {
    it(`knows a token of ${name}, in one piece or many`, () => {
      for (const pieces of [1, 2, 5, 7, 16, 1000]) {
        expect(cleaned(`key=${token} end\n`, [], pieces)).toBe('key=[redacted] end\n');
        expect(cleaned(`"${token}"`, [], pieces)).toBe('"[redacted]"');
        expect(cleaned(token, [], pieces)).toBe('[redacted]');
      }
    });
  }

  it('knows bearer tokens and keeps what names them', () => {
    for (const pieces of [1, 3, 1000]) {
      expect(cleaned('Authorization: Bearer abc.def-123/xyz=\n', [], pieces)).toBe(
        'Authorization: Bearer [redacted]\n',
      );
      expect(cleaned('{"authorization": "Basic dXNlcjpwYXNz"}', [], pieces)).toBe(
        '{"authorization": "Basic [redacted]"}',
      );
    }
  });

  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${`${b(64)}\n`.repeat(25)}-----END RSA PRIVATE KEY-----`;
  it('knows private keys, also in JSON', () => {
    for (const pieces of [1, 50, 100_000]) {
      expect(cleaned(`before\n${pem}\nafter`, [], pieces)).toBe('before\n[redacted]\nafter');
      expect(cleaned(JSON.stringify({ key: pem, id: 7 }), [], pieces)).toBe('{"key":"[redacted]","id":7}');
    }
  });

  it('shows what follows the first line of a key that is none', () => {
    expect(cleaned("const head = '-----BEGIN PRIVATE KEY-----'; // (see RFC 7468)")).toBe(
      "const head = '[redacted]'; // (see RFC 7468)",
    );
  });

  it('takes out given values however they are cut, coloured or written', () => {
    const secret = 'p"ss wörd/1\u200b2';
    const ways = [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ];
    for (const pieces of [1, 2, 3, 8, 1000]) {
      for (const way of ways) expect(cleaned(`<${way}>`, [secret], pieces)).toBe('<[redacted]>');
    }
    expect(cleaned('hun\x1b[31mter\x1b[0m22', ['hunter22'], 4)).toBe('[redacted]');
  });

  it('takes out each line of a value with lines', () => {
    expect(cleaned('x second-line y', ['first-line\nsecond-line\n'], 5)).toBe('x [redacted] y');
  });

  it('takes out the longer of two that begin alike', () => {
    for (const pieces of [1, 4, 1000])
      expect(cleaned('abcdef abcx', ['abc', 'abcdef'], pieces)).toBe('[redacted] [redacted]x');
  });

  it('drops a token of any length and shows what follows', () => {
    const long = `ghp_${b(50_000)}`;
    for (const pieces of [777, 4096, 1_000_000]) expect(cleaned(`${long} end`, [], pieces)).toBe('[redacted] end');
  });

  it('takes out a value that looks like the rest of a token with what is before it', () => {
    for (const pieces of [1, 2, 3, 1000]) {
      expect(cleaned('ask-aaaaaaaaaaaaaaaa', ['k-aaaaaaaaa'], pieces)).toBe('as[redacted]aaaaaaa');
    }
  });

  it('never shows a given value, whatever surrounds it and wherever it is cut', () => {
    const secret = fc.string({ minLength: 4, maxLength: 12, unit: fc.constantFrom('a', 'b', 'k', '-', '_') });
    const around = fc.string({ maxLength: 20, unit: fc.constantFrom('a', 'b', 'k', 's', '-', ' ', '\n') });
    fc.assert(
      fc.property(secret, around, around, fc.integer({ min: 1, max: 9 }), (value, left, right, pieces) => {
        const shown = cleaned(left + value + right, [value], pieces);
        expect(shown.replaceAll('[redacted]', '\0')).not.toContain(value);
        expect(shown).toContain('[redacted]');
      }),
      { numRuns: 500 },
    );
  });

  it('leaves ordinary text alone, and does not keep it back for long', () => {
    const text = 'task-list risk-assessment-of-many-things npm_config_registry=x ghp sk-1 eyJ bearer of news\n';
    for (const pieces of [1, 9, 1000]) expect(cleaned(text, [], pieces)).toBe(text);
    expect(new Cleaner([]).push(Buffer.from('....'))).toBe('....');
    expect(new Cleaner(['.x']).push(Buffer.from('....'))).toBe('...');
  });
});
