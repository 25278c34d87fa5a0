import { applyMutant, mutatedLine } from '../../mutants/applyMutant.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import type { AskedFile } from '../askedFile.ts';
import type { AskedUnit } from '../askedUnit.ts';
import { balancedSet } from '../balancedSet.ts';
import type { ChosenSet } from '../chosenSet.ts';
import type { Item } from '../item.ts';
import { around, type Making, placeOf, promptAbout } from '../making.ts';
import type { NothingCode } from '../nothingToAsk.ts';
import type { Spent } from '../trials.ts';
import { looksBroken } from '../which/looksBroken.ts';
import { wordsOf } from '../words.ts';

const sizes = { least: 4, most: 6 };
/** Mutants run of one unit before another unit or kind is looked at. */
const triesPerUnit = 6;
/** A name that is longer tells nobody which test it is at a glance. */
const longestName = 120;

/**
 * **Predict the failing tests**: a mutant of a written line is shown in its place, and those tests are to be told that fail with
 * it. It is run twice; of its tests those are shown whose names do not give them away. The change shows the line anyway, so that an
 * earlier prompt that has shown it takes nothing from this one.
 */
export async function* predictFailingTests(
  unit: AskedUnit,
  making: Making,
): AsyncGenerator<Item | Spent, NothingCode, void> {
  const file = unit.written.length === 0 ? undefined : await making.file(unit.path);
  const lines = unit.written.filter((line) => file?.isCode(line) && !making.wasAskedBefore(unit, line, file));
  if (file === undefined || lines.length === 0) return 'no-code-line';
  const known = yield* testsOfHead(file, making);
  if (typeof known === 'string') return known;
  const mutants = mutantsOn(lines, unit, file, making);
  if (mutants.length === 0) return 'nothing-alike';
  const told = new Set<string>();
  for (const mutant of mutants.slice(0, triesPerUnit)) {
    for (let spent = making.trials.spent; spent !== undefined; spent = making.trials.spent) yield spent;
    if (making.trials.isFlaky) return 'checks-flaky';
    const tests = await making.trials.tests(`${file.path}\0${mutant.text}`, file.path, mutant.text);
    if (tests?.status !== 'ran') continue;
    const set = setOf(tests, known, unit, file, mutant, making);
    const failing = set?.right.map((option) => set.options[option]).sort();
    // Another edit of a line may be asked about, but not where the last answer has told this one.
    const answer = `${mutant.line} ${JSON.stringify(failing)}`;
    if (set === undefined || told.has(answer)) continue;
    told.add(answer);
    yield itemAbout(set, unit, file, mutant, making);
  }
  return making.trials.counts.killed > 0 ? 'too-few-killed' : 'none-killed';
}

/** Names of the tests that pass with the head as it is. */
async function* testsOfHead(
  { path, head }: AskedFile,
  { trials }: Making,
): AsyncGenerator<Spent, ReadonlySet<string> | NothingCode, void> {
  for (let spent = trials.spent; spent !== undefined; spent = trials.spent) yield spent;
  const tests = await trials.testsOfHead(path, head);
  if (tests.status !== 'ran') return 'tests-unnamed';
  if (tests.failed.length > 0) return 'checks-fail';
  return tests.passed.length < sizes.least ? 'tests-unnamed' : new Set(tests.passed);
}

interface RunMutant extends Mutant {
  /** The whole file with it, and its line alone. */
  readonly text: string;
  readonly lineText: string;
}

/** Those that stand in one line, one a line before a second one of any. */
function mutantsOn(lines: readonly number[], unit: AskedUnit, file: AskedFile, making: Making): RunMutant[] {
  const spans = lines.map((line) => ({ first: line, last: line }));
  const seen = new Map<number, number>();
  return making.code
    .edits(unit.path, file.head, spans)
    .flatMap((mutant) => {
      const lineText = mutatedLine(file.head, mutant);
      if (lineText === undefined || looksBroken(unit.path, lineText)) return [];
      return [{ ...mutant, lineText, text: applyMutant(file.head, mutant) }];
    })
    .map((mutant) => {
      const round = seen.get(mutant.line) ?? 0;
      seen.set(mutant.line, round + 1);
      return { mutant, round, order: making.random('predict', placeOf(unit, mutant.line, file), mutant.id)() };
    })
    .sort((one, other) => one.round - other.round || one.order - other.order)
    .map(({ mutant }) => mutant);
}

function setOf(
  { failed, passed }: { readonly failed: readonly string[]; readonly passed: readonly string[] },
  known: ReadonlySet<string>,
  unit: AskedUnit,
  file: AskedFile,
  mutant: RunMutant,
  making: Making,
): ChosenSet<string> | undefined {
  const names = (all: readonly string[]) => [
    ...new Set(all.filter((name) => known.has(name) && name.length <= longestName)),
  ];
  const failing = names(failed);
  const passing = names(passed).filter((name) => !failing.includes(name));
  const written = file.headLines[mutant.line - 1] ?? '';
  const telling = wordsOf(`${written} ${mutant.lineText} ${unit.name} ${file.unitAt(mutant.line)}`);
  const random = making.random('tests', placeOf(unit, mutant.line, file), mutant.id);
  return balancedSet(failing, passing, telling, sizes, random);
}

function itemAbout(
  { options, right, chance }: ChosenSet<string>,
  unit: AskedUnit,
  file: AskedFile,
  { line, lineText, description }: RunMutant,
  making: Making,
): Item {
  const place = placeOf(unit, line, file);
  return {
    prompt: promptAbout(
      unit,
      making,
      'predict-failing-tests',
      { place, chance },
      {
        side: 'head',
        line,
        question: `If line ${line} were so, which of these tests would fail?`,
        shown: [lineText],
        ...around(file.headLines, line),
        ask: { by: 'several', options: [...options] },
        book: 'open',
      },
    ),
    ...(unit.body === undefined ? {} : { body: unit.body }),
    chance,
    key: { by: 'several', options: [...right] },
    lineText: file.headLines[line - 1] ?? '',
    explanation: `With the edit (${quoted(description)}) ${failing(right, options)} in two runs of two.`,
  };
}

const quoted = (description: string): string => `\`${description.replaceAll('`', "'")}\``;

const failing = (right: readonly number[], options: readonly string[]): string =>
  right.length === options.length - 1
    ? `all of these fail but \`${options.find((_, index) => !right.includes(index)) ?? ''}\``
    : right.length === 1
      ? `only \`${options[right[0] ?? 0] ?? ''}\` of these fails`
      : `${right.length} of these ${options.length} fail`;
