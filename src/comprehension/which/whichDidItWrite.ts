import type { AskedUnit } from '../askedUnit.ts';
import type { Item } from '../item.ts';
import { around, type Making, placeOf } from '../making.ts';
import type { NothingCode } from '../nothingToAsk.ts';
import type { Spent } from '../trials.ts';
import { clueIn, haveOneShape } from './guessable.ts';
import { LineVariants } from './lineVariants.ts';
import { type OptionSet, optionSets } from './optionSets.ts';
import { type AskedLine, whichItem } from './whichItem.ts';

/** Mutants run of one line before another line is looked at. */
const triesPerLine = 8;

/**
 * **Which did it write?** A written line is to be told from two mutants of it that the checks kill. Each line is asked about once:
 * the answer shows it.
 */
export async function* whichDidItWrite(
  unit: AskedUnit,
  making: Making,
): AsyncGenerator<Item | Spent, NothingCode, void> {
  const file = unit.written.length === 0 ? undefined : await making.file(unit.path);
  if (file === undefined) return 'no-code-line';
  let seen: NothingCode = 'no-code-line';
  for (const line of making.lines(unit, file)) {
    // Looking for look-alikes costs parses: not where nothing can tell them apart.
    const off = await making.trials.off(file.path, file.head);
    if (off !== undefined) return off;
    const found = yield* itemAbout({ unit, file, line }, making);
    if (typeof found === 'object') yield found;
    else if (seen !== 'none-killed') seen = found;
  }
  return seen === 'none-killed' && making.trials.counts.killed > 0 ? 'too-few-killed' : seen;
}

/** An item about the line, or why there is none. */
async function* itemAbout(
  asked: AskedLine,
  making: Making,
): AsyncGenerator<Spent, Item | 'nothing-alike' | 'none-killed', void> {
  const { trials } = making;
  const random = making.random('which', placeOf(asked.unit, asked.line, asked.file));
  const before = trials.counts.all;
  let seen: 'nothing-alike' | 'none-killed' = 'nothing-alike';
  for (const set of setsOf(asked, making, random)) {
    if (trials.counts.all - before >= triesPerLine) break;
    seen = 'none-killed';
    if (yield* areKilled(asked, set, making)) return whichItem(asked, set, making, random);
  }
  return seen;
}

/**
 * What may be asked about a line. Most names and numbers that people write are short, so that the shortest option was
 * the right one in 44 of 100 measured items; every other time sets of that sort are put off, which made it 35.
 */
function* setsOf(asked: AskedLine, making: Making, random: () => number): Iterable<OptionSet> {
  const { file, line } = asked;
  const { path, oldTokens } = file;
  const written = file.headLines[line - 1] ?? '';
  const variants = variantsOf(asked, making);
  const neighbourhood = {
    path,
    written,
    editsOf: (text: string) => [...variants.editsOf(line, text)].filter((edit) => haveOneShape(path, written, edit)),
    areNeighbours: (one: string, other: string) => variants.areNeighbours(line, one, other),
  };
  const mayBeShortest = random() < 0.5;
  const putOff: OptionSet[] = [];
  const { before, after } = around(file.headLines, line);
  for (const set of optionSets(neighbourhood, random)) {
    if (set.ways.some((way) => clueIn(path, [written, ...way], [...before, ...after], oldTokens) !== undefined))
      continue;
    if (mayBeShortest || !isShortest(written, set.texts)) yield set;
    else putOff.push(set);
  }
  yield* putOff;
}

const variantsOf = ({ unit, file }: AskedLine, { code }: Making): LineVariants =>
  file.once(`variants ${unit.print}`, () => new LineVariants(file.path, file.head, unit.written, code));

const isShortest = (written: string, others: readonly string[]): boolean =>
  others.every((other) => other.length >= written.length) && others.some((other) => other.length > written.length);

/** Whether every text of the set is killed. */
async function* areKilled(
  asked: AskedLine,
  { texts }: OptionSet,
  making: Making,
): AsyncGenerator<Spent, boolean, void> {
  const { file, line } = asked;
  const { trials, signal } = making;
  const edited = texts.map((text) => variantsOf(asked, making).withLine(line, text));
  const known = edited.map((text) => trials.known(`${file.path}\0${text}`));
  if (known.some((verdict) => verdict !== undefined && verdict !== 'killed')) return false;
  for (const text of edited) {
    const key = `${file.path}\0${text}`;
    while (trials.known(key) === undefined && trials.spent !== undefined) yield trials.spent;
    const verdict = await trials.verdict(key, file.path, text);
    if (verdict !== 'killed' || signal.aborted) return false;
  }
  return true;
}
