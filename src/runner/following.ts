import { type CommitDiffs, commitDiffs, type DiffAsked } from '../git/commitDiffs.ts';
import { findCommit } from '../git/objects.ts';
import { problemText } from '../git/problemText.ts';
import { branchTips } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { type TargetCommit, targetHistory } from '../git/targetHistory.ts';
import { brokenSince } from '../insights/brokenSince.ts';
import { type Look, lookAt, revertOf, standsOf } from '../insights/following.ts';
import type { RunRecord } from '../insights/insightsOf.ts';
import { type Landing, landingsSince } from '../insights/landings.ts';
import { entriesOf, lessonsOf, revertedId } from '../insights/toldOfFate.ts';
import type { Facts } from '../journal/factStore.ts';
import { cut, plainLine } from '../memory/inertText.ts';
import { withLesson } from '../memory/merge.ts';
import { type Fate, type Followed, fateSchema, fateWords, followedMs, type ToldFate } from '../model/fate.ts';
import { memoryLimits } from '../model/memory.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import type { KnownReverts } from './knownReverts.ts';
import type { Runs } from './runs.ts';
import { BranchWatch } from './triggers/branchWatch.ts';

export interface FollowingOptions {
  readonly repository: Repository;
  readonly runs: Pick<Runs, 'records'>;
  readonly facts: Pick<Facts<Followed, ReadonlyMap<string, Followed>>, 'state' | 'append'>;
  readonly reverts: KnownReverts;
  readonly world: Pick<StepWorld, 'memory' | 'inbox'>;
  readonly clock: () => number;
  readonly warn: (message: string) => void;
}

type Stands = Pick<Fate, 'stands' | 'changedBy'>;
type Histories = ReadonlyMap<string, readonly TargetCommit[]>;

/** A runner that was away for longer than this after the days were over tells nothing of a landing any more. */
const longestAway = followedMs;
/** The commit of a landing is made before its checks run and it lands. */
const slack = 86_400_000;
/** Milliseconds after a branch moved: one push moves several. */
const settleMs = 1000;

/**
 * Follows what landed for some days: whether it was taken back, how much of it stands, whether its checks fail since. Git is
 * asked when a target has moved or something landed, and then once for each target's steps and once for all lines.
 */
export class Following {
  readonly #options: FollowingOptions;
  #busy: Promise<void> = Promise.resolve();
  #watch: Promise<BranchWatch | undefined> | undefined;
  #isClosed = false;
  /** What the last look went by: where all of it is the same, so is what became of everything. */
  #seen: readonly unknown[] = [];
  /** Steps of a target as they were when it was at `tip`. */
  readonly #histories = new Map<string, { readonly of: string; readonly steps: readonly TargetCommit[] }>();
  /** What stands of a landing, with the commits that it was worked out from. */
  readonly #stands = new Map<string, { readonly of: string; readonly stands: Stands }>();

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** What is known of a landed commit. */
  fateOf(commit: string, now: number): ToldFate | undefined {
    const known = this.#options.facts.state.get(commit);
    return known && { words: fateWords(known.fate, known.landedAt, now), ...known.fate };
  }

  /** The same by the run and the item that it landed for. */
  fatesOf(run: string, now: number): ReadonlyMap<string, ToldFate> {
    const own = [...this.#options.facts.state.values()].filter((one) => one.run === run);
    return new Map(own.map(({ item, landedAt, fate }) => [item, { words: fateWords(fate, landedAt, now), ...fate }]));
  }

  /** Looks now; where nothing has changed, no git process is started. Never rejects. */
  look(): Promise<void> {
    this.#busy = this.#busy
      .then(() => this.#look())
      .catch((error: unknown) => this.#options.warn(`following: ${error}`));
    return this.#busy;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#busy;
    await (await this.#watch)?.close();
  }

  async #look(): Promise<void> {
    if (this.#isClosed) return;
    const { runs, facts, reverts, clock } = this.#options;
    const now = clock();
    const records = await runs.records();
    const recent = landingsSince(records, now - followedMs - longestAway);
    const followed = recent.filter(({ commit }) => facts.state.get(commit)?.fate.isOver !== true);
    if (followed.length === 0) return;
    this.#watch ??= this.#watchTargets();
    const taken = await reverts.of(records, now);
    const histories = await this.#historiesOf(recent);
    const ended = records.filter(({ summary }) => summary.finishedAt !== undefined).length;
    const over = followed.filter((landing) => isOver(landing, now)).length;
    const seen = [taken, ...histories.values(), records.length, ended, followed.length, over];
    if (seen.length === this.#seen.length && seen.every((one, index) => one === this.#seen[index])) return;
    const onTargets = followed.filter(({ into }) => histories.has(into));
    const known = {
      stands: await this.#standsOf(onTargets, histories),
      broken: brokenOn(recent, records, histories),
      ...{ taken, histories },
    };
    const news = followed.flatMap((landing) => this.#newsOf(landing, known, now));
    // Where git could not be asked, or a loop not be told, the next look goes on.
    if ((await this.#tell(news, now)) && known.stands.size === followed.length) this.#seen = seen;
  }

  /** Nothing where all is as it was, or git could not be asked. */
  #newsOf(landing: Landing, { stands, broken, taken, histories }: Known, now: number): readonly News[] {
    const { commit, into } = landing;
    const own = stands.get(commit);
    if (own === undefined) return [];
    const before = this.#options.facts.state.get(commit)?.fate;
    const reverted = revertOf(landing, taken, histories.get(into) ?? []);
    const broke = before?.broke ?? broken.get(commit);
    const fate = fateSchema.parse({
      ...own,
      ...(reverted === undefined ? {} : { reverted }),
      ...(broke === undefined ? {} : { broke }),
      isOver: isOver(landing, now),
    });
    // Both have their keys in the order of the schema.
    return JSON.stringify(fate) === JSON.stringify(before) ? [] : [{ landing, fate, before }];
  }

  /** Steps of every target that something landed on, from the oldest landing on. */
  async #historiesOf(landings: readonly Landing[]): Promise<Histories> {
    const { repository, warn } = this.#options;
    const tips = await branchTips(repository.commonDir);
    const found = new Map<string, readonly TargetCommit[]>();
    for (const ref of new Set(landings.map(({ into }) => into))) {
      const since = Math.min(...landings.filter(({ into }) => into === ref).map(({ landedAt }) => landedAt)) - slack;
      const tip = tips.ok ? tips.value.get(ref) : undefined;
      const known = this.#histories.get(ref);
      const of = `${tip} ${since}`;
      if (tip !== undefined && known?.of === of) {
        found.set(ref, known.steps);
        continue;
      }
      const steps = await targetHistory(repository, { ref, since });
      if (steps.ok) {
        this.#histories.set(ref, { of, steps: steps.value });
        found.set(ref, steps.value);
      } else warn(`What became of landings on ${ref} cannot be told: ${problemText(steps.error)}`);
    }
    return found;
  }

  /** What stands of each; one git process for all of which that may have changed. */
  async #standsOf(landings: readonly Landing[], histories: Histories): Promise<ReadonlyMap<string, Stands>> {
    const found = new Map<string, Stands>();
    const asked: Asked[] = [];
    for (const landing of landings) {
      const look = lookAt(landing, histories.get(landing.into) ?? []);
      const of = `${look.tip} ${look.isThere}`;
      const known = this.#stands.get(landing.commit);
      if (known?.of === of) found.set(landing.commit, known.stands);
      else if (look.isThere && look.touching.length === 0) found.set(landing.commit, { stands: 1, changedBy: [] });
      else if (await this.#canBeCompared(landing, look)) asked.push({ landing, look, of });
      else found.set(landing.commit, { stands: null, changedBy: [] });
    }
    const compared = await this.#compare(asked);
    for (const { landing, look, of } of asked) {
      const stands = compared && standsOf(look, compared(landing, look));
      if (stands === undefined) continue;
      this.#stands.set(landing.commit, { of, stands });
      found.set(landing.commit, stands);
    }
    return found;
  }

  /** A commit that is no step of its target any more may have been cleared away. */
  async #canBeCompared({ commit }: Landing, { tip, isThere }: Look): Promise<boolean> {
    return tip !== undefined && (isThere || (await findCommit(this.#options.repository, commit)) !== undefined);
  }

  async #compare(asked: readonly Asked[]) {
    const pairs = new Map<string, DiffAsked>();
    const ask = (to: string, from?: string) =>
      pairs.set(keyOf(to, from), { to, ...(from === undefined ? {} : { from }) });
    for (const { landing, look } of asked) {
      ask(landing.commit);
      if (look.tip !== undefined) ask(look.tip, landing.commit);
      for (const { commit } of look.touching) ask(commit);
    }
    const paths = new Set(asked.flatMap(({ look }) => look.paths));
    const diffs = await commitDiffs(this.#options.repository, [...pairs.values()], [...paths]);
    if (!diffs.ok) {
      this.#options.warn(`What stands of landings cannot be told: ${problemText(diffs.error)}`);
      return undefined;
    }
    const byKey = new Map([...pairs.keys()].map((key, index) => [key, diffs.value[index] ?? []]));
    const of = (to: string, from?: string): CommitDiffs => byKey.get(keyOf(to, from)) ?? [];
    return ({ commit }: Landing, { tip = commit, paths: names }: Look) => {
      const own = of(commit).filter(({ to }) => to !== undefined && names.includes(to));
      return { own, sinceThen: of(tip, commit), of: (step: string) => of(step) };
    };
  }

  /** The loops' memories and the inbox first: a fact that is written is told. False where something has to be told again. */
  async #tell(news: readonly News[], now: number): Promise<boolean> {
    const { facts, world } = this.#options;
    const forgotten = await this.#remember(news, now);
    const told = news.filter(({ landing }) => !forgotten.has(landing.loop));
    for (const { landing, fate, before } of told) {
      for (const entry of entriesOf(landing, fate, before, now)) await world.inbox.raise(entry);
      if (before?.reverted === undefined || fate.reverted !== undefined) continue;
      await world.inbox.close({
        id: revertedId(landing),
        why: 'The revert was taken back: it is there again.',
        at: now,
      });
    }
    await Promise.all(
      told.map(({ landing: { loop, run, item, key, commit, landedAt }, fate }) =>
        facts.append({ at: now, loop, run, item, key, commit, landedAt, fate }),
      ),
    );
    return forgotten.size === 0;
  }

  /** Has each loop remember what is new, in one commit. Returns the loops that could not be told. */
  async #remember(news: readonly News[], now: number): Promise<ReadonlySet<string>> {
    const { world, warn } = this.#options;
    const forgotten = new Set<string>();
    for (const loop of new Set(news.map(({ landing }) => landing.loop))) {
      const lessons = news
        .filter(({ landing }) => landing.loop === loop)
        .flatMap(({ landing, fate, before }) =>
          lessonsOf(landing, fate, before).map((text) => ({
            text: plainLine(text, memoryLimits.lesson),
            at: now,
            run: landing.run,
            item: cut(landing.key, memoryLimits.key),
          })),
        );
      if (lessons.length === 0) continue;
      const written = await world.memory.update(loop, `${loop}: what became of what landed`, (memory) => ({
        ...memory,
        lessons: lessons.reduce(withLesson, memory.lessons),
      }));
      if (written.ok) continue;
      warn(`${loop} could not be told what became of what landed: ${problemText(written.error)}`);
      forgotten.add(loop);
    }
    return forgotten;
  }

  #watchTargets(): Promise<BranchWatch | undefined> {
    const { repository, warn } = this.#options;
    return BranchWatch.open({
      commonDir: repository.commonDir,
      settleMs,
      warn,
      onMoves: async (moves) => {
        if (moves.some(({ ref }) => this.#histories.has(ref))) void this.look();
      },
    }).catch((error: unknown) => {
      warn(`Targets of landings cannot be watched: ${error}`);
      return undefined;
    });
  }
}

/** What fails since it landed, by the commit of a landing. */
function brokenOn(landings: readonly Landing[], records: readonly RunRecord[], histories: Histories) {
  const targets = [...histories].map(([ref, history]) =>
    brokenSince({ landings: landings.filter(({ into }) => into === ref), records, history }),
  );
  return new Map(targets.flatMap((broken) => [...broken]));
}

const isOver = ({ landedAt }: Landing, now: number): boolean => now >= landedAt + followedMs;

/** What the landings of all targets are judged by. */
interface Known {
  readonly stands: ReadonlyMap<string, Stands>;
  readonly broken: ReturnType<typeof brokenOn>;
  readonly taken: ReadonlyMap<string, string>;
  readonly histories: Histories;
}

/** What is to be told of a landing: it is another than before. */
interface News {
  readonly landing: Landing;
  readonly fate: Fate;
  readonly before: Fate | undefined;
}

interface Asked {
  readonly landing: Landing;
  readonly look: Look;
  readonly of: string;
}

const keyOf = (to: string, from: string | undefined): string => `${to} ${from ?? ''}`;
