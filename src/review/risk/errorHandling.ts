import type { SeenLine } from './blanked.ts';
import type { Language } from './language.ts';
import { counted, quoted } from './quoted.ts';
import type { Look, Sign } from './sign.ts';

interface ErrorWords {
  /** Meets an error, or reports one. Each with what it is called in a reason. */
  readonly handling: readonly (readonly [name: string, pattern: RegExp])[];
  /** On one line: an error that nobody will hear of. */
  readonly silent: RegExp;
  /** Opens a handler; silent when nothing stands before what closes it. */
  readonly opens?: RegExp;
  readonly closes?: RegExp;
}

const caught: ErrorWords['handling'] = [
  ['catch', /\bcatch\b/],
  ['throw', /\bthrow\b/],
];

const words: Readonly<Record<Language, ErrorWords>> = {
  ecma: {
    handling: [
      ['catch', /\bcatch\b/],
      ['throw', /\bthrow\b|\breject\(/],
      ['finally', /\bfinally\b/],
    ],
    silent:
      /\bcatch\s*(?:\([^)]*\))?\s*\{\s*\}|\.catch\(\s*(?:\(\s*\w*\s*\)|\w+)\s*=>\s*(?:\{\s*\}|undefined|null)\s*\)|\.catch\(\s*(?:noop|function\s*\(\w*\)\s*\{\s*\})\s*\)/,
    opens: /\bcatch\s*(?:\([^)]*\))?\s*\{\s*$/,
    closes: /^\s*\}/,
  },
  python: {
    handling: [
      ['except', /^\s*except\b/],
      ['raise', /\braise\b/],
      ['finally', /^\s*finally\b/],
    ],
    silent: /^\s*except\b[^:]*:\s*pass\s*$|\bsuppress\(\s*(?:Base)?Exception|^\s*except\s*:|ignore_errors\s*=\s*True/,
    opens: /^\s*except\b[^:]*:\s*$/,
    closes: /^\s*(?:pass|continue|\.\.\.)\s*$/,
  },
  go: {
    handling: [
      ['check of an error', /\berr\w*\s*!=\s*nil\b/],
      ['returned error', /\breturn\b.*\berr\w*\b|\berrors\.\w+\(|\bfmt\.Errorf\(/],
      ['recover', /\brecover\(\)/],
    ],
    silent: /,\s*_\s*:?=\s*[\w.]+\(|^\s*_\s*=\s*[\w.]+\(/,
    opens: /\berr\w*\s*!=\s*nil\s*\{\s*$/,
    closes: /^\s*\}/,
  },
  rust: {
    handling: [
      ['question mark', /[\w)\]]\?(?=[\s;.,)]|$)/],
      ['Err', /\bErr\(|\bmap_err\(|\bok_or\w*\(/],
      ['bail', /\b(?:bail|ensure)!/],
    ],
    silent:
      /\.unwrap\(\)|\.expect\(|\blet\s+_\s*=|\.ok\(\)\s*;|\.unwrap_or_default\(\)|\bErr\(_\)\s*=>\s*(?:\{\s*\}|\(\))/,
  },
  java: {
    handling: [...caught, ['finally', /\bfinally\b/]],
    silent: /\bcatch\s*\([^)]*\)\s*\{\s*\}|\bcatch\s*\(\s*(?:final\s+)?Throwable\b/,
    opens: /\bcatch\s*\([^)]*\)\s*\{\s*$/,
    closes: /^\s*\}/,
  },
  braces: {
    handling: caught,
    silent: /\bcatch\s*(?:\([^)]*\))?\s*\{\s*\}|\btry\?\s/,
    opens: /\bcatch\s*(?:\([^)]*\))?\s*\{\s*$/,
    closes: /^\s*\}/,
  },
  hashes: {
    handling: [
      ['rescue', /\brescue\b/],
      ['raise', /\braise\b/],
      ['set -e', /\bset -\w*e/],
    ],
    silent: /\brescue\s+nil\b|\|\|\s*(?:true|:)\s*(?:$|[;)])|2>\s*\/dev\/null/,
  },
  plain: { handling: [], silent: /(?!)/ },
};

/** Error handling that is gone, errors that are swallowed, and `await` that is dropped. */
export function* errorSigns({ language, ...lines }: Look): Iterable<Sign> {
  const { gone: removed, fresh: added } = lines;
  const { handling } = words[language];
  const [silentBefore, silentNow] = [
    silentLines(lines.removed, removed, language),
    silentLines(lines.added, added, language),
  ];
  const fewer = handling.flatMap(([name, pattern]) => {
    // A handler that does nothing is none, on either side.
    const count = (lines: readonly SeenLine[], silent: ReadonlySet<SeenLine>): number =>
      lines.filter((line) => pattern.test(line.code) && !silent.has(line)).length;
    const less = count(removed, new Set(silentBefore)) - count(added, new Set(silentNow));
    return less > 0 ? [{ less, what: counted(less, name, name.endsWith('s') ? name : undefined) }] : [];
  });
  if (fewer.length > 0) {
    const times = fewer.reduce((sum, { less }) => sum + less, 0);
    yield {
      name: 'handling-gone',
      reason: `error handling is gone: ${fewer.map(({ what }) => what).join(', ')}`,
      times,
    };
  }
  const silent = silentNow.slice(silentBefore.length);
  if (silent[0] !== undefined) {
    yield { name: 'swallowed', reason: `an error may go unheard: ${quoted(silent[0].bare)}`, times: silent.length };
  }
  const dropped = awaitsDropped(removed, added);
  if (dropped[0] !== undefined) {
    yield { name: 'await-gone', reason: `await is gone: ${quoted(dropped[0].bare)}`, times: dropped.length };
  }
}

/** Those of `some` that are silent; what follows them is looked up among all lines of the side. */
function silentLines(lines: readonly SeenLine[], some: readonly SeenLine[], language: Language): SeenLine[] {
  const own = new Set(some);
  const { silent, opens, closes } = words[language];
  return lines.filter((line, index) => {
    if (!own.has(line)) return false;
    if (silent.test(line.code)) return true;
    return opens?.test(line.code) === true && closes?.test(lines[index + 1]?.code ?? '') === true;
  });
}

const awaiting = /\bawait\s+/g;

/** Added lines that are a removed one without its `await`. */
function awaitsDropped(removed: readonly SeenLine[], added: readonly SeenLine[]): SeenLine[] {
  const without = new Set(
    removed.filter(({ code }) => /\bawait\s/.test(code)).map(({ bare }) => bare.replace(awaiting, '').trim()),
  );
  if (without.size === 0) return [];
  return added.filter(({ bare, code }) => !/\bawait\s/.test(code) && without.has(bare.trim()));
}
