import { isMap } from 'yaml';
import type { ProblemCode, Severity, Spot } from './problem.ts';
import { problemTexts } from './problemText.ts';
import { keyText, nodeSpan, placeAt, type Reading, type Span } from './reading.ts';

/** What was there to look with. */
interface Known {
  readonly path?: string;
  readonly index?: unknown;
}

const codes: readonly string[] = Object.keys(problemTexts);
const isCode = (code: string): code is ProblemCode => codes.includes(code);

const severityOf = (spot: Spot): Severity => spot.severity ?? problemTexts[spot.code].severity;

/** Problems that are found only where it is known what else there is; without that nobody can say that there are none. */
const needsMore: Readonly<Partial<Record<ProblemCode, keyof Known>>> = {
  LW103: 'path',
  LW220: 'index',
  LW221: 'index',
  LW223: 'index',
  LW230: 'index',
};

/**
 * The problems of a file without those that its `lint.ignore` silences, and with what is wrong about the ignores. An error
 * cannot be silenced: such a loop does not run, whatever anybody thinks of it.
 */
export function withoutIgnored(spots: readonly Spot[], reading: Reading, known: Known): readonly Spot[] {
  const ignores = ignoresOf(reading);
  if (ignores.length === 0) return spots;
  const silenced = new Set(ignores.map(({ code }) => code));
  const isSilenced = (spot: Spot): boolean => silenced.has(spot.code) && severityOf(spot) !== 'error';
  const told = spots.filter((spot) => !isSilenced(spot));
  const wrong = ignores.flatMap((ignore): readonly Spot[] => {
    const found = spots.filter(({ code }) => code === ignore.code);
    return found.some(isSilenced) ? [] : (faultOf(ignore, { found, told, known, reading }) ?? []);
  });
  return [...told, ...wrong];
}

interface Ignore extends Span {
  readonly code: string;
}

/** The keys of `lint.ignore` that look like codes; the shape tells of the others. */
function ignoresOf(reading: Reading): readonly Ignore[] {
  const { node } = placeAt(reading, ['lint', 'ignore']) ?? {};
  if (!isMap(node)) return [];
  return node.items.flatMap((pair): readonly Ignore[] => {
    const code = keyText(pair);
    const span = nodeSpan(pair.key);
    return span && /^LW\d{3}$/.test(code) ? [{ code, ...span }] : [];
  });
}

interface Around {
  /** What has the code. */
  readonly found: readonly Spot[];
  /** What stays. */
  readonly told: readonly Spot[];
  readonly known: Known;
  readonly reading: Reading;
}

/** What is wrong about an ignore that silenced nothing. Where there is an error, it may hide what would be silenced. */
function faultOf({ code, start, end }: Ignore, { found, told, known, reading }: Around): Spot[] | undefined {
  if (!isCode(code)) return [{ code: 'LW112', start, end, data: { code } }];
  if (found.length > 0 || problemTexts[code].severity === 'error') {
    return [{ code: 'LW113', start, end, data: { code } }];
  }
  const need = needsMore[code];
  const isUnsure = need !== undefined && known[need] === undefined;
  const isBroken = reading.trustedUntil < reading.text.length || told.some((spot) => severityOf(spot) === 'error');
  return isUnsure || isBroken ? undefined : [{ code: 'LW114', start, end, data: { code } }];
}
