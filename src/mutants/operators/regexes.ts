import { changeBriefly, type Edit } from '../edit.ts';
import { endOf, type Site, startOf } from '../syntaxTree.ts';

interface Rule {
  readonly find: RegExp;
  /** What takes the place of each single match; a pattern that does not compile is dropped. */
  readonly put: (match: string) => readonly string[];
  readonly plausibility: number;
}

/** Slips people make in patterns; each is tried at every place it matches, one at a time. */
const rules: readonly Rule[] = [
  // The range A-z also holds [ \ ] ^ _ and `.
  { find: /A-z/g, put: () => ['A-Za-z', 'A-Z', 'a-z'], plausibility: 0.95 },
  { find: /(?<!\\)[*+](?!\?)/g, put: (match) => [match === '+' ? '*' : '+', `${match}?`], plausibility: 0.6 },
  { find: /(?<!\\)[*+]\?/g, put: (match) => [match.slice(0, 1)], plausibility: 0.5 },
  {
    find: /\\[dDwWsSbB]/g,
    put: (match) => [match === match.toLowerCase() ? match.toUpperCase() : match.toLowerCase()],
    plausibility: 0.4,
  },
  { find: /\\[dws](?![*+?{])/g, put: (match) => [`${match}+`, `${match}*`, `${match}?`], plausibility: 0.5 },
  { find: /(?<!\\)\[\^/g, put: () => ['['], plausibility: 0.4 },
  { find: /(?<!\\)\[(?!\^)/g, put: () => ['[^'], plausibility: 0.35 },
  { find: /(?<![\\[])\./g, put: () => ['\\.', '.?', '.*', '.+'], plausibility: 0.5 },
  { find: /\\\./g, put: () => ['.', '\\.?'], plausibility: 0.35 },
  { find: /(?<=[)\]])(?![*+?{])/g, put: () => ['?', '+', '*'], plausibility: 0.45 },
  { find: /(?<=[)\]])[*+?](?!\?)/g, put: () => ['', '?', '+', '*'], plausibility: 0.45 },
  { find: /(?<!\\)\$(?=$|\||\))/g, put: () => [''], plausibility: 0.45 },
  { find: /^\^/g, put: () => [''], plausibility: 0.45 },
  {
    find: /\d(?=[,}\d])/g,
    put: (match) => [String(Number(match) + 1), String(Math.max(0, Number(match) - 1))],
    plausibility: 0.4,
  },
  { find: /(?<=[\w\])*+?}])-(?=[.\]\\s])/g, put: () => ['\\-'], plausibility: 0.35 },
];

const compiles = (pattern: string, flags: string): boolean => {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
};

function* patternsNear(pattern: string): Iterable<readonly [pattern: string, plausibility: number]> {
  for (const { find, put, plausibility } of rules) {
    for (const match of pattern.matchAll(find)) {
      for (const [index, text] of put(match[0]).entries()) {
        yield [
          pattern.slice(0, match.index) + text + pattern.slice(match.index + match[0].length),
          plausibility - index * 0.02,
        ];
      }
    }
  }
  if (!pattern.startsWith('^')) yield [`^${pattern}`, 0.45];
  if (!pattern.endsWith('$')) yield [`${pattern}$`, 0.45];
}

function flagsNear(flags: string): (readonly [flags: string, plausibility: number])[] {
  const weights = { g: 0.75, i: 0.55, m: 0.4, s: 0.25, u: 0.3 };
  return Object.entries(weights).map(
    ([flag, weight]) => [flags.includes(flag) ? flags.replace(flag, '') : flags + flag, weight] as const,
  );
}

const mostEdits = 60;

/** A pattern or its flags change by one of the usual slips; at most sixty edits a pattern. */
export function* regexMutants({ node, source }: Site): Iterable<Edit> {
  if (node.type !== 'RegExpLiteral') return;
  const [start, end] = [startOf(node), endOf(node)];
  const before = source.slice(start, end);
  const { pattern, flags } = node;
  const edits = [
    ...[...patternsNear(pattern)].map(([text, plausibility]) => ({ pattern: text, flags, plausibility })),
    ...flagsNear(flags).map(([text, plausibility]) => ({ pattern, flags: text, plausibility })),
  ].sort((a, b) => b.plausibility - a.plausibility);
  let given = 0;
  for (const edit of edits) {
    if (given >= mostEdits) return;
    if (edit.pattern === '' || !compiles(edit.pattern, edit.flags)) continue;
    given++;
    const replacement = `/${edit.pattern}/${edit.flags}`;
    yield {
      start,
      end,
      replacement,
      operator: 'regex',
      plausibility: edit.plausibility,
      description: changeBriefly(before, replacement),
    };
  }
}
