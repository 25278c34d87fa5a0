import type { SeenLine } from './blanked.ts';
import { difference } from './difference.ts';
import { type LinePairs, pairLines } from './linePairs.ts';
import { quoted } from './quoted.ts';
import type { Look, Sign } from './sign.ts';

/** Comments and settings that tell a tool to be silent. Looked for in the text as it stands: most are comments. */
const silenced =
  /\beslint-disable|@ts-(?:ignore|nocheck|expect-error)\b|\bbiome-ignore\b|\bprettier-ignore\b|\boxlint-disable|#\s*type:\s*ignore|#\s*noqa\b|#\s*pylint:\s*disable|\bpragma:\s*no cover|\b(?:istanbul|c8|v8)\s+ignore\b|\/\/\s*nolint\b|#!?\[allow\(|@SuppressWarnings\b|@Suppress\(|\bnosec\b|\bNOSONAR\b|\bdeno-lint-ignore|\bas\s+any\b|\bas\s+unknown\s+as\b|continue-on-error\s*:\s*true|\ballow_failure\s*:\s*true|\bskipLibCheck"?\s*:\s*true|"strict"\s*:\s*false|\bnoEmitOnError"?\s*:\s*false/;

/** Names of numbers that a test or a check passes by when they move; `less` loosens when it falls. */
const more =
  /time_?out|tolerance|epsilon|delta|within|retr(?:y|ies)|attempts|max_?warnings|flaky|deadline|sleep|waitFor/i;
const less =
  /threshold|coverage|branches|statements|fail_under|minimum|precision|toBeCloseTo|assertAlmostEqual|rounds|iterations|numRuns|min_?length/i;

const number = /(?<![\w$.])\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?|\b(?:true|false|True|False)\b/g;
/** Whether there is one. */
const hasNumber = /(?<![\w$.])\d|\b(?:true|false|True|False)\b/;

/** Tools told to be silent, limits that moved to the easy side, and plain constants that changed. */
export function* limitSigns({ seen, gone: removed, fresh: added }: Look): Iterable<Sign> {
  const off = (lines: readonly SeenLine[]): SeenLine[] => lines.filter(({ text }) => silenced.test(text));
  const now = off(added).slice(off(removed).length);
  if (now[0] !== undefined) {
    yield { name: 'check-off', reason: `a check is told to be silent: ${quoted(now[0].text)}`, times: now.length };
  }
  const has = ({ code }: SeenLine): boolean => hasNumber.test(code);
  yield* moved(pairLines(removed.filter(has), added.filter(has)), seen.kind === 'test');
}

function* moved({ pairs }: LinePairs, isTest: boolean): Iterable<Sign> {
  const easier: string[] = [];
  const values: string[] = [];
  for (const [old, young] of pairs) {
    // Only where nothing but numbers and truth values differ.
    if (old.bare.replace(number, '#').trim() !== young.bare.replace(number, '#').trim()) continue;
    const what = difference(old.bare.trim(), young.bare.trim());
    if (isEasier(old, young)) easier.push(`${nameOf(old)} ${what}`);
    else values.push(what);
  }
  const and = (all: readonly string[]): string => (all.length > 1 ? `, and ${all.length - 1} more` : '');
  if (easier[0] !== undefined) {
    yield { name: 'tolerance', reason: `a limit is looser: ${easier[0]}${and(easier)}`, times: easier.length };
  }
  // What tests expect has a sign of its own.
  if (values[0] !== undefined && !isTest) {
    yield { name: 'value', reason: `a value changed: ${values[0]}${and(values)}`, times: values.length };
  }
}

const sum = ({ code }: SeenLine): number =>
  (code.match(number) ?? []).reduce((all, one) => all + (Number(one.replaceAll('_', '')) || 0), 0);

function isEasier(old: SeenLine, young: SeenLine): boolean {
  if (more.test(old.code)) return sum(young) > sum(old);
  return less.test(old.bare) && sum(young) < sum(old);
}

const nameOf = ({ bare }: SeenLine): string => quoted((more.exec(bare) ?? less.exec(bare))?.[0] ?? '').slice(1, -1);
