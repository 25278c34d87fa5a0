import type { Change } from '../model/change.ts';
import { askableFiles } from './askableLines.ts';
import { type AskedLine, askedLinesOf } from './askedLine.ts';
import { clueIn, haveOneShape } from './guessable.ts';
import type { Item } from './item.ts';
import { optionPrint, partsOfId } from './itemId.ts';
import { itemAbout } from './makeItem.ts';
import { type NothingCode, type NothingToAsk, nothing, nothingAfter } from './nothingToAsk.ts';
import { type OptionSet, optionSets } from './optionSets.ts';
import type { PromptWorld } from './promptWorld.ts';
import { defaultLimits, type TrialLimits, Trials } from './trials.ts';

export interface WhichSettings extends Partial<TrialLimits> {
  /** Ids of items about this head that were answered before (in an earlier process): never made again. */
  readonly answered?: Iterable<string>;
}

/** A line that was shown is no proof for long: after so many askings nothing more is asked about it. */
const mostAskings = 3;

/**
 * Makes the prompts **Which did it write?** about a change, one each time it is asked: first about one line after the
 * other, the riskiest file first; then about lines that were asked before, with two mutants that were not shown yet, three times at most.
 * Every mutant shown was killed by the checks. Works only while it is asked; the limits hold for each prompt. Ends with
 * the reason why there is no further prompt. Rejects only if `world` breaks its contract.
 */
export async function* whichDidItWrite(
  change: Pick<Change, 'head' | 'files'>,
  world: PromptWorld,
  signal: AbortSignal,
  settings: WhichSettings = {},
): AsyncGenerator<Item, NothingToAsk, void> {
  const { answered = [], ...limits } = settings;
  return yield* new Search(change, world, { ...defaultLimits, ...limits }, signal, answered).items();
}

class Search {
  readonly #head: string;
  readonly #files: ReturnType<typeof askableFiles>;
  readonly #world: PromptWorld;
  readonly #limits: TrialLimits;
  readonly #signal: AbortSignal;
  readonly #trials: Trials;
  readonly #loaded: AskedLine[][] = [];
  /** Line → fingerprints of every option it was asked with. */
  readonly #asked = new Map<string, Set<string>>();
  #sets = 0;
  #unedited: Promise<NothingCode | undefined> | undefined;

  constructor(
    change: Pick<Change, 'head' | 'files'>,
    world: PromptWorld,
    limits: TrialLimits,
    signal: AbortSignal,
    answered: Iterable<string>,
  ) {
    this.#head = change.head;
    this.#files = askableFiles(change);
    this.#world = world;
    this.#limits = limits;
    this.#signal = signal;
    this.#trials = new Trials(world, limits, signal);
    for (const id of answered) this.#remember(id);
  }

  async *items(): AsyncGenerator<Item, NothingToAsk, void> {
    let made = yield* this.#round((line) => !this.#asked.has(line.print));
    do {
      if (typeof made === 'string') return nothing(made, this.#seen());
      made = yield* this.#round(({ print }) => this.#asked.has(print) && this.#timesAsked(print) < mostAskings);
    } while (made !== 0);
    return nothingAfter(this.#seen());
  }

  /** One item for each line that is wanted and gives one; how many, or why it was cut short. */
  async *#round(wanted: (line: AskedLine) => boolean): AsyncGenerator<Item, number | NothingCode, void> {
    let made = 0;
    for await (const line of this.#lines()) {
      if (this.#signal.aborted) return 'stopped';
      if (!wanted(line)) continue;
      const item = await this.#itemAbout(line);
      if (typeof item === 'string') return item;
      if (item === undefined) continue;
      made++;
      this.#remember(item.prompt.id);
      yield item;
      this.#trials.renew();
    }
    return made;
  }

  /** Reads a file when the search comes to it, once. */
  async *#lines(): AsyncGenerator<AskedLine, void, void> {
    for (const [index, file] of this.#files.entries()) {
      this.#loaded[index] ??= await askedLinesOf(this.#world, this.#head, file);
      yield* this.#loaded[index];
    }
  }

  async #itemAbout(line: AskedLine): Promise<Item | NothingCode | undefined> {
    const before = this.#trials.counts.all;
    for (const set of this.#setsOf(line)) {
      if (this.#trials.counts.all - before >= this.#limits.triesPerLine) return undefined;
      this.#unedited ??= this.#tryUnedited(line);
      const ended = (await this.#unedited) ?? (await this.#tryAll(line, set));
      if (typeof ended === 'string') return ended;
      if (ended) return itemAbout(this.#head, line, set, this.#world.random);
    }
    return undefined;
  }

  /**
   * What may be asked about a line. Most names and numbers that people write are short, so that the shortest option was
   * the right one in 44 of 100 measured items; every other time sets of that sort are put off, which made it 35.
   */
  *#setsOf(line: AskedLine): Iterable<OptionSet> {
    const { variants, oldTokens } = line.file;
    const used = this.#asked.get(line.print);
    const around = {
      written: line.text,
      editsOf: (text: string) => [...variants.editsOf(line.line, text)].filter((edit) => haveOneShape(line.text, edit)),
      areNeighbours: (one: string, other: string) => variants.areNeighbours(line.line, one, other),
    };
    const mayBeShortest = this.#world.random() < 0.5;
    const putOff: OptionSet[] = [];
    const nearby = [...line.before, ...line.after];
    for (const set of optionSets(around, this.#world.random)) {
      if (set.texts.some((text) => used?.has(optionPrint(text.trim())))) continue;
      if (set.ways.some((way) => clueIn([line.text, ...way], nearby, oldTokens) !== undefined)) continue;
      this.#sets++;
      if (mayBeShortest || !isShortest(line.text, set.texts)) yield set;
      else putOff.push(set);
    }
    yield* putOff;
  }

  /** Whether every text of the set is killed, or why that cannot be told now. */
  async #tryAll(line: AskedLine, { texts }: OptionSet): Promise<boolean | NothingCode> {
    const keyOf = (text: string): string => `${line.print} ${text}`;
    const known = texts.map((text) => this.#trials.known(keyOf(text)));
    if (known.some((verdict) => verdict !== undefined && verdict !== 'killed')) return false;
    for (const text of texts) {
      const spent = this.#trials.known(keyOf(text)) === undefined ? this.#trials.spent : undefined;
      if (spent !== undefined) return spent;
      const edited = line.file.variants.withLine(line.line, text);
      const verdict = await this.#trials.verdict(keyOf(text), line.file.path, edited);
      if (this.#signal.aborted) return 'stopped';
      if (verdict !== 'killed') return false;
    }
    return true;
  }

  /** Where the checks fail anyway, or cannot run, that they fail with a mutant proves nothing. */
  async #tryUnedited({ file }: AskedLine): Promise<NothingCode | undefined> {
    const verdict = await this.#world.tryMutant(file.path, file.head, this.#signal);
    if (this.#signal.aborted) return 'stopped';
    if (verdict === 'survived') return undefined;
    return verdict === 'killed' ? 'checks-fail' : 'checks-unknown';
  }

  /** Each asking showed two more mutants beside the written line. */
  #timesAsked(print: string): number {
    return ((this.#asked.get(print)?.size ?? 0) - 1) / 2;
  }

  #remember(id: string): void {
    const { line, options } = partsOfId(id);
    this.#asked.set(line, new Set([...(this.#asked.get(line) ?? []), ...options]));
  }

  #seen() {
    const { all, killed, unknown } = this.#trials.counts;
    const lines = this.#loaded.flat();
    const asked = lines.filter(({ print }) => this.#asked.has(print)).length;
    return { files: this.#files.length, lines: lines.length, sets: this.#sets, tried: all, killed, unknown, asked };
  }
}

const isShortest = (written: string, others: readonly string[]): boolean =>
  others.every((other) => other.length >= written.length) && others.some((other) => other.length > written.length);
