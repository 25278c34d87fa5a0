import type { Answer } from '../../comprehension/item.ts';
import type { Graded } from '../../model/prompt.ts';
import type { Result } from '../../model/result.ts';
import type { PromptReply } from '../../protocol/runner.ts';
import { Refused } from '../refusal.ts';
import { type Attempt, type Attempts, attemptsToday } from './attempts.ts';
import type { Debts } from './debts.ts';
import { ratingOf } from './landedRow.ts';
import type { Ledger } from './ledger.ts';
import { nothingToPay } from './nothingToPay.ts';
import type { PromptDesk } from './promptDesk.ts';
import { type QuizLanding, type QuizUnit, quizUnits } from './quizUnits.ts';

/** Prompts that one person is asked a day. */
const mostADay = 3;
/** Lines: what is owed less is not worth a prompt. */
const leastOwed = 0.5;
/** Milliseconds of looking for one prompt, from unit to unit. */
const mostLooking = 60_000;

export type QuizDesk = Pick<PromptDesk, 'next' | 'answer' | 'close'>;

/** A unit of a landing to be asked about, and the prompts about it that were answered before. */
export interface QuizAbout extends QuizLanding {
  readonly body: string;
  readonly answered: readonly string[];
}

export interface QuizOptions {
  readonly debts: Pick<Debts, 'known'>;
  readonly ledger: () => Promise<Pick<Ledger, 'append'>>;
  readonly attempts: Attempts;
  /** Prompts about that unit; a clause for people where nothing of its landing can be read any more. */
  readonly open: (about: QuizAbout) => Promise<Result<QuizDesk, string>>;
  readonly clock: () => number;
}

interface Open {
  readonly unit: QuizUnit;
  readonly landing: QuizLanding;
  readonly desk: QuizDesk;
  /** When it was first shown. */
  readonly since: number;
}

/**
 * The prompts of one person about what landed and is owed: the same open one in every window, the first answer counts, three a day,
 * no unit twice a day and no item twice.
 */
export class QuizSitting {
  readonly #options: QuizOptions;
  readonly #reader: string;
  #open: Open | undefined;
  readonly #graded = new Map<string, Graded>();
  /** Landings of units that yield no further prompt, and why: that stays so. */
  readonly #spent = new Map<string, string>();
  #busy: Promise<unknown> = Promise.resolve();
  #isMadeGood = false;
  /** Where a prompt is being made. */
  #searched: QuizDesk | undefined;
  #isClosed = false;

  constructor(options: QuizOptions, reader: string) {
    this.#options = options;
    this.#reader = reader;
  }

  /** The open prompt, else the next one, else why there is none. Rejects with `Refused` where it may be otherwise the next time. */
  next(): Promise<PromptReply> {
    return this.#inTurn(() => this.#next());
  }

  /** What the first answer came to. Rejects with `Refused` where the prompt is not open. */
  answer(prompt: string, answer: Answer): Promise<Graded> {
    return this.#inTurn(() => this.#answer(prompt, answer));
  }

  /** Ends a search that goes on, too. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#searched?.close();
    await this.#inTurn(() => this.#leave());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => undefined);
    return done;
  }

  async #next(): Promise<PromptReply> {
    const { debts, clock } = this.#options;
    const attempts = await this.#attempts();
    const now = clock();
    const today = attemptsToday(attempts, now);
    if (today.length >= mostADay) return this.#nothing('Three prompts were answered today; come back tomorrow.');
    const { owing, rows, standing } = await debts.known();
    const owed = owing.units({ reader: this.#reader, now }).filter((unit) => unit.owed >= leastOwed);
    if (owed.length === 0) return this.#nothing('You owe nothing: there is nothing to pay back.');
    const { askable, not, isResting } = quizUnits({ owed, rows, standing, today });
    const reply = await this.#openPrompt(askable);
    if (reply !== undefined) return reply;
    const search = await this.#search(askable, attempts);
    if (search.reply !== undefined) return search.reply;
    const all = new Map([...search.not, ...not]);
    return this.#nothing(nothingToPay({ not: all, isResting }));
  }

  /** The prompt that is open, made again where its keys are gone; undefined where it is of no use any more. */
  async #openPrompt(askable: readonly QuizUnit[]): Promise<PromptReply | undefined> {
    const open = this.#open;
    if (open === undefined) return undefined;
    if (askable.some(({ place, body }) => place === open.unit.place && body === open.unit.body)) {
      const next = await open.desk.next();
      if (next.status === 'ask') return { status: 'ask', prompt: next.prompt };
    }
    await this.#leave();
    return undefined;
  }

  /** Asks unit after unit for a prompt. */
  async #search(askable: readonly QuizUnit[], attempts: readonly Attempt[]) {
    const not = new Map<string, string[]>();
    const end = this.#options.clock() + mostLooking;
    for (const unit of askable) {
      if (this.#options.clock() > end || this.#isClosed) throw isUnfound();
      const whys: string[] = [];
      for (const landing of unit.landings) {
        const asked = await this.#ask(unit, landing, attempts);
        if (typeof asked !== 'string') return { not, reply: asked };
        whys.push(asked);
      }
      const why = whys[0] ?? '';
      not.set(why, [...(not.get(why) ?? []), unit.name]);
    }
    return { not, reply: undefined };
  }

  /** A prompt about a unit as a landing brought it, or why there is none. */
  async #ask(unit: QuizUnit, landing: QuizLanding, attempts: readonly Attempt[]): Promise<PromptReply | string> {
    const key = [landing.run, landing.item, landing.unit, unit.body].join(' ');
    const known = this.#spent.get(key);
    if (known !== undefined) return known;
    const { body } = unit;
    const answered = attempts.flatMap((attempt) => (attempt.body === body ? [attempt.prompt] : []));
    const desk = await this.#options.open({ ...landing, body, answered });
    if (!desk.ok) return desk.error;
    this.#searched = desk.value;
    const next = await desk.value.next().catch((error: unknown) => ({ status: 'failed', error }) as const);
    this.#searched = undefined;
    if (next.status === 'ask') {
      this.#open = { unit, landing, desk: desk.value, since: this.#options.clock() };
      return { status: 'ask', prompt: next.prompt };
    }
    await desk.value.close();
    if (next.status === 'failed') return whyUnmade(next.error);
    if (next.settled) this.#spent.set(key, next.why);
    return next.why;
  }

  async #answer(prompt: string, answer: Answer): Promise<Graded> {
    const known = this.#graded.get(prompt);
    if (known !== undefined) return known;
    const open = this.#open;
    const answered = open === undefined ? undefined : await open.desk.answer(prompt, answer);
    if (open === undefined || answered === undefined || answered.status === 'unknown') {
      throw new Refused(
        'unknown-prompt',
        'This prompt is not open, or the answer does not fit it. Ask for the next prompt.',
      );
    }
    const { graded } = answered;
    const { attempts, clock } = this.#options;
    const at = clock();
    const attempt: Attempt = {
      ...{ at, reader: this.#reader, prompt, kind: answered.prompt.kind },
      ...{ unit: open.landing.unit, place: open.unit.place, body: open.unit.body },
      ...{ correct: graded.correct, credit: graded.credit, confidence: answer.confidence, looked: answer.looked },
      seconds: Math.max(0, Math.round((at - open.since) / 1000)),
    };
    await attempts.append(attempt);
    this.#graded.set(prompt, graded);
    this.#isMadeGood = false;
    await this.#credit([attempt]);
    this.#isMadeGood = true;
    await this.#leave();
    return graded;
  }

  /** What was answered before; credit that a runner before this one has not written any more is made good. */
  async #attempts(): Promise<readonly Attempt[]> {
    const attempts = await this.#options.attempts.of(this.#reader);
    if (!this.#isMadeGood) await this.#credit(attempts);
    this.#isMadeGood = true;
    return attempts;
  }

  /** Right answers stand in the ledger, each once. */
  async #credit(attempts: readonly Attempt[]): Promise<void> {
    const rows = attempts.flatMap(({ at, unit, body, kind, correct, credit }) =>
      correct && credit > 0 ? [{ row: 'answered', at, unit, body, credit, rating: ratingOf(kind) } as const] : [],
    );
    if (rows.length > 0) await (await this.#options.ledger()).append(this.#reader, rows);
  }

  async #nothing(why: string): Promise<PromptReply> {
    await this.#leave();
    return { status: 'nothing-to-ask', why };
  }

  /** Gives back what the open prompt was made with. */
  async #leave(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.desk.close();
  }
}

/** An outline that cannot be made is a reason to ask about another unit; anything else is told to whoever asks. */
function whyUnmade(error: unknown): string {
  if (error instanceof Refused && error.refusal.code === 'no-outline') {
    return 'the outline of its change could not be made';
  }
  throw error;
}

const isUnfound = () =>
  new Refused('no-prompt-now', 'No prompt was found so far. Ask again: the search goes on where it was.');
