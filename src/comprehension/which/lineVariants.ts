import { mutatedLine } from '../../mutants/applyMutant.ts';
import type { Mutant, MutationOperator } from '../../mutants/mutant.ts';
import { linesOf } from '../../review/hunks.ts';
import type { CodeReading } from '../codeReading.ts';
import { looksBroken } from './looksBroken.ts';

/**
 * Edits that put one token for another and read like code a person would write. The rest adds or takes tokens, or gives
 * itself away without any thought; `?.` for `.` is hardly ever killed, so that a `?.` among options must be the real one.
 */
const lookReal: ReadonlySet<MutationOperator> = new Set<MutationOperator>([
  'comparison',
  'equality',
  'arithmetic',
  'bitwise',
  'assignment',
  'logical',
  'nullish',
  'update',
  'boundary',
  'constant',
  'swapped-arguments',
  'method-name',
  'property-name',
  'identifier',
]);

/** The texts that one line of a file could as well have, one small edit apart from each other. */
export class LineVariants {
  readonly #code: Pick<CodeReading, 'edits'>;
  readonly #path: string;
  readonly #source: string;
  readonly #lines: readonly string[];
  readonly #asked: readonly number[];
  #written: ReadonlyMap<number, ReadonlySet<string>> | undefined;
  readonly #edits = new Map<string, ReadonlySet<string>>();

  /** @param asked the lines that will be asked for, counted from 1 */
  constructor(path: string, source: string, asked: readonly number[], code: Pick<CodeReading, 'edits'>) {
    this.#asked = asked;
    this.#code = code;
    this.#path = path;
    this.#source = source;
    this.#lines = linesOf(source);
  }

  /** The whole file with another text in one line. */
  withLine(line: number, text: string): string {
    return replaceLine(this.#source, line, text);
  }

  /** Texts that one edit makes of `text` in that line. */
  editsOf(line: number, text: string): ReadonlySet<string> {
    if (text === this.#lines[line - 1]) return this.#fromWritten(line);
    const key = `${line}:${text}`;
    const known = this.#edits.get(key);
    if (known !== undefined) return known;
    const source = this.withLine(line, text);
    const mutants = this.#code.edits(this.#path, source, [{ first: line, last: line }]);
    const found = new Set(mutants.flatMap((mutant) => realLooking(this.#path, source, mutant)));
    this.#edits.set(key, found);
    return found;
  }

  /**
   * Whether one edit leads from either text to the other: only then could each have been made from the other, and
   * looking at both does not tell which came first.
   */
  areNeighbours(line: number, one: string, other: string): boolean {
    return this.editsOf(line, one).has(other) && this.editsOf(line, other).has(one);
  }

  /** One parse serves every asked line as it was written. */
  #fromWritten(line: number): ReadonlySet<string> {
    const spans = this.#asked.map((asked) => ({ first: asked, last: asked }));
    this.#written ??= textsByLine(this.#path, this.#source, this.#code.edits(this.#path, this.#source, spans));
    return this.#written.get(line) ?? new Set();
  }
}

function textsByLine(path: string, source: string, mutants: readonly Mutant[]): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>();
  for (const mutant of mutants) {
    const texts = found.get(mutant.line) ?? new Set<string>();
    for (const text of realLooking(path, source, mutant)) texts.add(text);
    found.set(mutant.line, texts);
  }
  return found;
}

function realLooking(path: string, source: string, mutant: Mutant): string[] {
  if (!lookReal.has(mutant.operator) || swapsPlainAssignment(source, mutant)) return [];
  const text = mutatedLine(source, mutant);
  return text === undefined || looksBroken(path, text) ? [] : [text];
}

/** `=` is so much more usual than `+=` or `??=` that it is the better guess anywhere. */
function swapsPlainAssignment(source: string, { start, end, replacement }: Mutant): boolean {
  return replacement === '=' || source.slice(start, end) === '=';
}

function replaceLine(source: string, line: number, text: string): string {
  let start = 0;
  for (let at = 1; at < line; at++) start = source.indexOf('\n', start) + 1;
  const newline = source.indexOf('\n', start);
  const end = newline === -1 ? source.length : newline;
  return source.slice(0, start) + text + (source[end - 1] === '\r' && end > start ? '\r' : '') + source.slice(end);
}
