import type { Prompt, PromptKind } from '../model/prompt.ts';
import { AskedFile } from './askedFile.ts';
import type { AskedUnit } from './askedUnit.ts';
import type { CodeReading } from './codeReading.ts';
import type { Item } from './item.ts';
import { itemIdOf, partsOfId, print } from './itemId.ts';
import type { NothingCode } from './nothingToAsk.ts';
import type { NamePlace, PromptWorld } from './promptWorld.ts';
import { seededRandom } from './seededRandom.ts';
import type { Spent, Trials } from './trials.ts';

/**
 * Makes prompts of one kind about one unit, one each time it is asked. Yields why it cannot go on now where the work for one prompt
 * is used up, and goes on when it is asked again; ends with why there are no (more). Rejects only if a port breaks its contract.
 */
export type Maker = (unit: AskedUnit, making: Making) => AsyncGenerator<Item | Spent, NothingCode, void>;

/** Names that are looked for together: looking through a repository costs about the same for one as for these. */
const namesAtOnce = 20;

/** Lines shown on either side of what is asked about. */
const contextLines = 3;

/** What all makers of the prompts about one change work with. */
export class Making {
  readonly head: string;
  readonly world: PromptWorld;
  readonly code: CodeReading;
  readonly signal: AbortSignal;
  readonly trials: Trials;
  readonly #symbols: readonly string[];
  readonly #named = new Map<string, ReturnType<PromptWorld['placesOf']>>();
  readonly #files = new Map<string, Promise<AskedFile | undefined>>();
  readonly #seed: string;
  /** Places of prompts that were answered before, and lines that a prompt has shown: `path:line` of the head. */
  readonly #places = new Set<string>();
  readonly #shown = new Set<string>();

  /** @param symbols names that may be looked for, the first ones first */
  constructor(
    head: string,
    world: PromptWorld,
    code: CodeReading,
    trials: Trials,
    signal: AbortSignal,
    symbols: readonly string[] = [],
  ) {
    this.#symbols = [...new Set(symbols)];
    this.head = head;
    this.world = world;
    this.code = code;
    this.trials = trials;
    this.signal = signal;
    this.#seed = String(world.random());
  }

  file(path: string): Promise<AskedFile | undefined> {
    const known = this.#files.get(path) ?? AskedFile.read(path, this.world, this.code);
    this.#files.set(path, known);
    return known;
  }

  /** Where a name stands in the head; undefined where that is too much to tell. */
  async placesOf(name: string): Promise<readonly NamePlace[] | undefined> {
    const at = this.#symbols.indexOf(name);
    const first = at - (at % namesAtOnce);
    const names = at < 0 ? [name] : this.#symbols.slice(first, first + namesAtOnce);
    const known = this.#named.get(names.join()) ?? this.world.placesOf(names);
    this.#named.set(names.join(), known);
    return (await known)?.get(name);
  }

  /** Numbers that depend on what they are for and on the seed of the world alone, not on what else was made before. */
  random(...of: readonly (string | number)[]): () => number {
    return seededRandom([this.#seed, ...of].join('\0'));
  }

  /** Lines of the unit in the head that hold code and were not shown by an earlier prompt, which each answer reveals. */
  *lines(unit: AskedUnit, file: AskedFile): Generator<number, void, void> {
    for (const line of unit.written) if (file.isCode(line) && this.isFresh(unit, line, file)) yield line;
  }

  /** Whether no prompt asked about this line or showed it. */
  isFresh(unit: AskedUnit, line: number, file: AskedFile): boolean {
    return !this.#shown.has(`${unit.path}:${line}`) && !this.wasAskedBefore(unit, line, file);
  }

  /** Whether an earlier process asked about this line: what its answer has shown is not known any more. */
  wasAskedBefore(unit: AskedUnit, line: number, file: AskedFile): boolean {
    return this.#places.has(placeOf(unit, line, file));
  }

  /** Remembers an answered prompt of an earlier process by its id. */
  remember(id: string): void {
    const parts = partsOfId(id);
    if (parts !== undefined) this.#places.add(parts.place);
  }

  /** Remembers what a prompt has shown: of a line in the head also what stands around it. */
  show({ prompt }: Item): void {
    if (prompt.side === 'base') return;
    const { path, line, before, after, shown } = prompt;
    const last = line + Math.max(1, shown.length) - 1 + after.length;
    for (let at = line - before.length; at <= last; at++) this.#shown.add(`${path}:${at}`);
  }
}

/** A line of a unit, wherever the unit stands. */
export const placeOf = (unit: AskedUnit, line: number, file: AskedFile): string =>
  print(unit.print, String(line - (unit.head?.first ?? 0)), file.headLines[line - 1] ?? '');

/** What stands above and below a line. */
export function around(lines: readonly string[], line: number): Pick<Prompt, 'before' | 'after'> {
  return {
    before: lines.slice(Math.max(0, line - 1 - contextLines), line - 1),
    after: lines.slice(line, line + contextLines),
  };
}

type Asked = Omit<Prompt, 'id' | 'kind' | 'head' | 'unit' | 'path'>;

/** A prompt about a unit, with its id. `place`: what stands for where it is about; a unit by itself where there is none. */
export function promptAbout(
  unit: AskedUnit,
  { head }: Making,
  kind: PromptKind,
  { place = unit.print, chance }: { readonly place?: string; readonly chance: number },
  asked: Asked,
): Prompt {
  const shown = 'options' in asked.ask ? asked.ask.options.toSorted() : asked.shown;
  const content = print(kind, asked.question, ...shown);
  const id = itemIdOf({ kind, answers: Math.round(1 / chance), unit: unit.print, place, content });
  return { id, kind, head, unit: unit.id, path: unit.path, ...asked };
}
