import type { PromptKind } from '../model/prompt.ts';
import type { ReviewOutline } from '../model/reviewOutline.ts';
import { type AskedUnit, askedUnits } from './askedUnit.ts';
import { callersAffected } from './callers/callersAffected.ts';
import { symbolOf } from './callers/symbol.ts';
import { cloze } from './cloze/cloze.ts';
import type { CodeReading } from './codeReading.ts';
import { mayBeAsked } from './guessBound.ts';
import type { Item } from './item.ts';
import { partsOfId } from './itemId.ts';
import { type Maker, Making } from './making.ts';
import { mostTelling, type NothingCode, type NothingToAsk, nothing } from './nothingToAsk.ts';
import { predictFailingTests } from './predict/predictFailingTests.ts';
import type { PromptWorld } from './promptWorld.ts';
import { removedBehaviour } from './removed/removedBehaviour.ts';
import { defaultLimits, type Spent, type TrialLimits, Trials } from './trials.ts';
import { whichDidItWrite } from './which/whichDidItWrite.ts';

export interface PromptSettings extends Partial<TrialLimits> {
  /** Ids of prompts that were answered before, about this head or one whose units stand unchanged: never made again. */
  readonly answered?: Iterable<string>;
  /** How many right answers open the gate: from two on, the chance of a guesser is bounded. */
  readonly pass?: number;
  /** Seconds that a round of the checks takes: where that is long, the first prompt is one that needs none. */
  readonly secondsOfChecks?: number;
  /** Only these units are asked about, by kinds that run checks only if they may. */
  readonly only?: { readonly units: readonly string[]; readonly runsChecks: boolean };
}

/** The kinds that need no model, in the order in which they are tried: by their evidence, then by how hard they are to guess. */
const kinds: readonly Kind[] = [
  { kind: 'predict-failing-tests', make: predictFailingTests, runsChecks: true, leastChance: 0 },
  { kind: 'removed-behaviour', make: removedBehaviour, runsChecks: false, leastChance: 0 },
  { kind: 'callers-affected', make: callersAffected, runsChecks: false, leastChance: 0 },
  { kind: 'cloze', make: cloze, runsChecks: false, leastChance: 1 / 8 },
  { kind: 'which-did-it-write', make: whichDidItWrite, runsChecks: true, leastChance: 1 / 3 },
];

interface Kind {
  readonly kind: PromptKind;
  readonly make: Maker;
  readonly runsChecks: boolean;
  /** No item of it is harder to guess. */
  readonly leastChance: number;
}

/** Longer rounds of the checks keep somebody waiting for the first prompt. */
const quickRound = 0.75;
/** Milliseconds of looking for one prompt without running anything. */
const mostLooking = 20_000;

/**
 * Makes the prompts about a change that need no model, one each time it is asked: about the riskiest unit first, then about units and
 * of kinds that were not asked yet. Works only while it is asked; the limits hold for each prompt. Ends with the most telling reason
 * why there is no further one. Rejects only if a port breaks its contract.
 */
export async function* promptsAbout(
  outline: ReviewOutline,
  world: PromptWorld,
  code: CodeReading,
  signal: AbortSignal,
  settings: PromptSettings = {},
): AsyncGenerator<Item, NothingToAsk, void> {
  const { answered = [], pass = 1, secondsOfChecks = 0, only, ...limits } = settings;
  const trials = new Trials(world, { ...defaultLimits, ...limits }, signal);
  const units = askedUnits(outline).filter(({ id }) => only?.units.includes(id) !== false);
  const readable = units.filter(({ path }) => code.reads(path));
  const symbols = readable.flatMap((unit) => symbolOf(unit) ?? []);
  const making = new Making(outline.head, world, code, trials, signal, symbols);
  await code.load(new Set(readable.map(({ path }) => path)));
  const search = new Search(readable, making, {
    pass,
    isSlow: secondsOfChecks > quickRound,
    runsChecks: only?.runsChecks !== false,
  });
  for (const id of answered) search.remember(id);
  for (;;) {
    const item = await search.next();
    if (item === undefined) break;
    yield item;
    trials.renew();
  }
  if (units.length === 0) search.reasons.add('no-code');
  else if (readable.length === 0) search.reasons.add('no-grammar');
  return nothing(mostTelling(search.reasons), trials.counts);
}

interface Source extends Kind {
  readonly unit: AskedUnit;
  /** Made at its first use. */
  items?: ReturnType<Maker>;
  isDone: boolean;
}

class Search {
  /** Why there is no further prompt, as far as was found. */
  readonly reasons = new Set<NothingCode>();
  readonly #making: Making;
  readonly #pass: number;
  readonly #isSlow: boolean;
  /** Those that may have another item. */
  #sources: Source[];
  readonly #answered = new Set<string>();
  readonly #askedUnits = new Set<string>();
  readonly #askedKinds = new Set<PromptKind>();
  readonly #chances: number[] = [];

  constructor(
    units: readonly AskedUnit[],
    making: Making,
    { pass, isSlow, runsChecks }: { readonly pass: number; readonly isSlow: boolean; readonly runsChecks: boolean },
  ) {
    this.#making = making;
    this.#pass = pass;
    this.#isSlow = isSlow;
    const able = kinds.filter((kind) => runsChecks || !kind.runsChecks);
    this.#sources = units.flatMap((unit) => able.map((kind) => ({ ...kind, unit, isDone: false })));
  }

  /** Counts what was asked in an earlier process. */
  remember(id: string): void {
    this.#answered.add(id);
    this.#making.remember(id);
    const parts = partsOfId(id);
    if (parts === undefined) return;
    this.#count(parts.kind, parts.unit, 1 / parts.answers);
  }

  /** The next prompt; undefined where there is none, and `reasons` say why. */
  async next(): Promise<Item | undefined> {
    let spent: Spent | undefined;
    let looked = 0;
    for (const source of this.#inOrder()) {
      if (this.#making.signal.aborted) spent = 'stopped';
      if (spent === 'stopped') break;
      if (source.runsChecks ? spent !== undefined : looked > mostLooking) continue;
      if (!this.#mayAsk(source.leastChance)) continue;
      const began = this.#making.world.now();
      const item = await this.#from(source);
      if (!source.runsChecks) looked += this.#making.world.now() - began;
      if (typeof item === 'object') return item;
      spent = item ?? spent;
    }
    if (spent !== undefined) this.reasons.add(spent);
    else if (looked > mostLooking) this.reasons.add('out-of-time');
    return undefined;
  }

  /** An item of the source that may be asked; why none can be made now; or undefined where it has none. */
  async #from(source: Source): Promise<Item | Spent | undefined> {
    source.items ??= source.make(source.unit, this.#making);
    for (;;) {
      const { done, value } = await source.items.next();
      if (done) {
        this.reasons.add(this.#making.signal.aborted ? 'stopped' : value);
        source.isDone = true;
        return undefined;
      }
      if (typeof value === 'string') return value;
      if (this.#answered.has(value.prompt.id)) continue;
      if (!this.#mayAsk(value.chance)) continue;
      this.#answered.add(value.prompt.id);
      this.#making.show(value);
      this.#count(source.kind, source.unit.print, value.chance);
      return value;
    }
  }

  #mayAsk(chance: number): boolean {
    const may = mayBeAsked(this.#chances, chance, this.#pass);
    if (!may) this.reasons.add('guessable');
    return may;
  }

  #count(kind: PromptKind, unit: string, chance: number): void {
    this.reasons.add('all-asked');
    this.#askedKinds.add(kind);
    this.#askedUnits.add(unit);
    this.#chances.push(chance);
  }

  /**
   * Units and kinds that were not asked yet come first, and of those the riskiest unit. Where the checks are slow, all that needs none
   * of them comes before what does, until something was asked.
   */
  #inOrder(): readonly Source[] {
    const later = ({ unit, kind, runsChecks }: Source): number =>
      (this.#isSlow && runsChecks && this.#chances.length === 0 ? 4 : 0) +
      (this.#askedUnits.has(unit.print) ? 2 : 0) +
      (this.#askedKinds.has(kind) ? 1 : 0);
    this.#sources = this.#sources.filter(({ isDone }) => !isDone);
    return this.#sources
      .map((source, index) => ({ source, index, later: later(source) }))
      .sort((a, b) => a.later - b.later || b.source.unit.risk - a.source.unit.risk || a.index - b.index)
      .map(({ source }) => source);
  }
}
