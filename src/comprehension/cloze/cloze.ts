import { gap } from '../../model/prompt.ts';
import type { AskedFile } from '../askedFile.ts';
import type { AskedUnit } from '../askedUnit.ts';
import type { Blank, CodeReading } from '../codeReading.ts';
import type { Item } from '../item.ts';
import { around, type Making, placeOf, promptAbout } from '../making.ts';
import type { NothingCode } from '../nothingToAsk.ts';
import { tokensOf } from '../tokens.ts';
import { answersOf } from './answers.ts';
import { classOf, type Guesses, guessesOf } from './guessedTokens.ts';

/** A guesser is given this chance at least, however many tokens the file has: people write few of them most of the time. */
const leastChance = { operator: 1 / 4, constant: 1 / 8, callee: 1 / 8 } as const;
/** Fewer tokens that could stand there are too few to ask. */
const leastGuesses = 4;
/** Other tokens that are filled in to see that they make a difference. */
const mostOthers = 8;
const longestAnswer = 200;

/** **Cloze**: an operator, a constant or the name of what is called is left out of a written line, and asked for. */
export async function* cloze(unit: AskedUnit, making: Making): AsyncGenerator<Item, NothingCode, void> {
  const file = unit.written.length === 0 ? undefined : await making.file(unit.path);
  if (file === undefined) return 'no-code-line';
  const lines = [...making.lines(unit, file)];
  if (lines.length === 0) return 'no-code-line';
  const spans = lines.map((line) => ({ first: line, last: line }));
  const blanks = making.code
    .blanks(unit.path, file.head, spans)
    .flatMap((blank) => clozeOf(blank, file) ?? [])
    .map((one) => ({ ...one, order: making.random('cloze', placeOf(unit, one.blank.line, file), one.blank.start)() }))
    .sort((one, other) => one.chance - other.chance || one.order - other.order);
  for (const { blank, chance, guesses } of blanks) {
    // An answer to an earlier prompt may have shown the line meanwhile.
    if (!making.isFresh(unit, blank.line, file)) continue;
    if (isTold(blank, unit, file) || !makesADifference(blank, guesses, file, making.code)) continue;
    yield itemAbout({ blank, chance }, unit, file, making);
  }
  return 'nothing-alike';
}

interface Cloze {
  readonly blank: Blank;
  readonly guesses: Guesses;
  readonly chance: number;
}

function clozeOf(blank: Blank, file: AskedFile): Cloze | undefined {
  const of = classOf(blank);
  if (of === 'word' || isEverywhere(blank) || isIdiom(blank, file)) return undefined;
  const guesses = file.once(`guesses ${of}`, () => guessesOf(of, file.oldBlanks, file.newBlanks));
  if (guesses.isFirst(blank.text) || guesses.tokens.length < leastGuesses) return undefined;
  // Who knows these rules leaves the most usual one out.
  return { blank, guesses, chance: Math.max(leastChance[blank.kind], 1 / (guesses.tokens.length - 1)) };
}

const usual = new Set(
  (
    'Error TypeError push pop get set has add log map filter forEach join keys then require String toString Object Array Promise ' +
    'len append print str int range format isinstance super println printf Println Printf Errorf make new Some Ok Err ' +
    'unwrap clone iter into to_string vec size equals isEmpty length assert'
  ).split(' '),
);

/** What people write so often that it is a good guess in any file, and texts that nobody remembers to the letter. */
function isEverywhere({ kind, text }: Blank): boolean {
  if (kind === 'operator') return text === '=' || text === '.';
  if (kind === 'callee') return usual.has(text);
  return (
    /^[012](?:\.0)?$/.test(text) || (/^.{0,3}$/.test(text) && /["'`]/.test(text)) || /\s/.test(text) || text.length > 32
  );
}

/** Anybody knows what stands in the head of a loop. */
const isIdiom = ({ kind, line }: Blank, file: AskedFile): boolean =>
  kind === 'operator' && /^\s*(?:\}\s*)?(?:for|while)\b/.test(file.headLines[line - 1] ?? '');

/** Whether the token stands in what is shown with the gap, its comments and texts too, or in the name of the unit. */
function isTold(blank: Blank, unit: AskedUnit, file: AskedFile): boolean {
  const { before, after } = around(file.headLines, blank.line);
  const lines = [...before, lineWithGap(blank, file), ...after];
  const tokens = lines.flatMap((line) => tokensOf(unit.path, line));
  return tokens.includes(blank.text) || [unit.id, ...lines].some((one) => bareWord(one).includes(bare(blank.text)));
}

const bareWord = (id: string): string[] => id.split(/[^\p{L}\p{N}_$]+/u);
const bare = (text: string): string => text.replace(/^["'`]|["'`]$/g, '');

function makesADifference(blank: Blank, { tokens }: Guesses, file: AskedFile, code: CodeReading): boolean {
  const others = tokens.filter((token) => token !== blank.text).slice(0, mostOthers);
  return others.every((other) => !code.isSame(file.path, file.head, filled(file.head, blank, other)));
}

const filled = (text: string, { start, end }: Blank, token: string): string =>
  text.slice(0, start) + token + text.slice(end);

function lineWithGap(blank: Blank, file: AskedFile): string {
  const line = file.headLines[blank.line - 1] ?? '';
  const column = blank.start - (file.head.lastIndexOf('\n', blank.start - 1) + 1);
  return line.slice(0, column) + gap + line.slice(column + blank.text.length);
}

const called: Readonly<Record<Blank['kind'], string>> = {
  operator: 'operator',
  constant: 'constant',
  callee: 'name of what is called',
};

function itemAbout(
  { blank, chance }: Pick<Cloze, 'blank' | 'chance'>,
  unit: AskedUnit,
  file: AskedFile,
  making: Making,
): Item {
  const { line, text, kind } = blank;
  const place = placeOf(unit, line, file);
  const { before, after } = around(file.headLines, line);
  return {
    prompt: promptAbout(
      unit,
      making,
      'cloze',
      { place, chance },
      {
        side: 'head',
        line,
        question: `What did it write at \`${gap}\` in line ${line}? The ${called[kind]} is left out.`,
        before,
        shown: [lineWithGap(blank, file)],
        after,
        ask: { by: 'text', most: longestAnswer },
        book: 'closed',
      },
    ),
    ...(unit.body === undefined ? {} : { body: unit.body }),
    chance,
    key: { by: 'text', text },
    lineText: file.headLines[line - 1] ?? '',
    explanation: `It wrote \`${text}\`.`,
    isRight: (given) =>
      given.by === 'text' &&
      answersOf(given.text, blank).some((one) =>
        making.code.isSame(unit.path, file.head, filled(file.head, blank, one)),
      ),
  };
}
