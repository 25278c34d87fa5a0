import type { Choice, Dialogs, Wanted } from '../../../src/extension/dialogs.ts';
import { Listeners } from '../../../src/extension/listeners.ts';
import type { AskedRepositories, AskedRepository } from '../../../src/extension/repositories/askedOfAll.ts';
import type { ToldRequests } from '../../../src/extension/runner/requests.ts';
import type { Debt, LandingRecord } from '../../../src/model/debt.ts';
import type { InboxEntry } from '../../../src/model/inbox.ts';
import { creditOf, type Prompt } from '../../../src/model/prompt.ts';
import { err, ok, type Result } from '../../../src/model/result.ts';
import type { RunSummary } from '../../../src/model/shapes.ts';
import type { WorktreeRow } from '../../../src/model/worktreeRow.ts';
import type { Changed, Refusal, RunnerMethod, RunnerParams, RunnerReply } from '../../../src/protocol/runner.ts';

type Answers = { [M in RunnerMethod]?: (params: RunnerParams<M>) => RunnerReply<M> };

class Refused extends Error {}

/**
 * A runner's desk in memory: it keeps an inbox, worktrees and a list of runs, and does what it is told to them as the
 * runner does. What it is not made for it refuses.
 */
export class FakeDesk implements ToldRequests {
  isOpen = true;
  entries: InboxEntry[] = [];
  worktrees: WorktreeRow[] = [];
  /** What is owed, by person and by repository; the fake sums it. */
  debts: { readonly me: Debt['units']; readonly repository: Debt['units'] } = { me: [], repository: [] };
  /** Prompts of the day that are left, with their keys. */
  quizzes: { readonly prompt: Prompt; readonly option: number }[] = [];
  records: LandingRecord[] = [];
  summaries: RunSummary[] = [];
  /** Every request, the newest last. */
  readonly asked: { readonly method: RunnerMethod; readonly params: unknown }[] = [];
  readonly paused = new Set<string>();
  /** Ids that it refuses to act on. */
  readonly stubborn = new Set<string>();
  readonly #opened = new Listeners<[]>();
  readonly #changed = new Listeners<[what: Changed]>();

  onOpen(listener: () => void): () => void {
    return this.#opened.add(listener);
  }

  onChanged(listener: (what: Changed) => void): () => void {
    return this.#changed.add(listener);
  }

  open(): void {
    this.isOpen = true;
    this.#opened.tell();
  }

  change(what: Changed): void {
    this.#changed.tell(what);
  }

  async request<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<Result<RunnerReply<M>, Refusal>> {
    this.asked.push({ method, params });
    const answer = this.#answers[method] as Answers[M];
    if (answer === undefined) return err({ code: 'fake', message: `The fake does not know ${method}.` });
    try {
      return ok(answer(params));
    } catch (error) {
      if (error instanceof Refused) return err({ code: 'refused', message: error.message });
      throw error;
    }
  }

  /** What was asked with this method. */
  paramsOf<M extends RunnerMethod>(method: M): readonly RunnerParams<M>[] {
    return this.asked.flatMap((one) => (one.method === method ? [one.params as RunnerParams<M>] : []));
  }

  #close(fits: (entry: InboxEntry) => boolean): Record<string, never> {
    const [first] = this.entries.filter(fits);
    if (first === undefined) throw new Refused('There is no such entry.');
    if (this.stubborn.has(first.id)) throw new Refused(`${first.id} stays.`);
    this.entries = this.entries.filter((entry) => !fits(entry));
    return {};
  }

  #run(run: string): Record<string, never> {
    if (!this.summaries.some(({ id }) => id === run)) throw new Refused(`There is no run ${run}.`);
    return {};
  }

  readonly #answers: Answers = {
    inbox: () => [...this.entries],
    approve: ({ run, item, gate }) =>
      this.#close((entry) => entry.run === run && entry.item === item && entry.about === gate),
    reject: ({ run, item }) => this.#close((entry) => entry.run === run && entry.item === item),
    continue: ({ run, item }) => this.#close((entry) => entry.run === run && entry.item === item),
    dismiss: ({ id }) => this.#close((entry) => entry.id === id),
    snooze: ({ id }) => this.#close((entry) => entry.id === id),
    decide: ({ loop, finding }) => this.#close((entry) => entry.loop === loop && entry.about === finding),
    reply: ({ id }) => {
      this.#close((entry) => entry.id === id);
      return { heard: id.endsWith('live') };
    },
    worktrees: () => [...this.worktrees],
    clean: ({ run, item }) => {
      const isMeant = (one: WorktreeRow) => one.run === run && (item === undefined || one.item === item);
      const [held] = this.worktrees.filter((one) => isMeant(one) && one.holds !== undefined);
      if (held?.holds !== undefined) return { removed: [], kept: [{ run: held.run, why: held.holds }] };
      this.worktrees = this.worktrees.filter((one) => !isMeant(one));
      return { removed: run === undefined ? [] : [run], kept: [] };
    },
    debt: ({ of }) => {
      const sum = (units: Debt['units']) => units.reduce((owed, unit) => owed + unit.owed, 0);
      const [mine, all] = [sum(this.debts.me), sum(this.debts.repository)];
      const units = [...this.debts[of]].sort((a, b) => b.owed - a.owed);
      const sums = { mine: { owed: mine, minutes: mine / 5 }, repository: { owed: all, minutes: all / 5 } };
      return { me: 'Ada <ada@example.com>', ...sums, units };
    },
    quiz: () => {
      const [next] = this.quizzes;
      if (next === undefined) return { status: 'nothing-to-ask', why: 'Three prompts a day are asked at most.' };
      return { status: 'ask', prompt: next.prompt };
    },
    quizAnswer: ({ prompt: id, given, confidence, looked }) => {
      const asked = this.quizzes.find(({ prompt }) => prompt.id === id);
      if (asked === undefined) throw new Refused('There is no such prompt.');
      this.quizzes = this.quizzes.filter((one) => one !== asked);
      const { prompt, option } = asked;
      const correct = given.by === 'one' && given.option === option;
      const credit = correct ? creditOf(prompt, { confidence, looked }) : 0;
      const paid = (units: Debt['units']) =>
        units.map((unit) => (unit.unit === prompt.unit ? { ...unit, owed: unit.owed * (1 - credit) } : unit));
      this.debts = { me: paid(this.debts.me), repository: paid(this.debts.repository) };
      const { path, side, line } = prompt;
      const lineText = 'ask' in prompt && prompt.ask.by === 'one' ? (prompt.ask.options[option] ?? '') : '';
      return { correct, credit, key: { by: 'one', option }, path, side, line, lineText, explanation: 'So it is.' };
    },
    why: () => [...this.records],
    runs: ({ limit = Number.POSITIVE_INFINITY, before, loops, states, text }) => {
      const found = this.summaries
        .filter(
          (run) =>
            (before === undefined || run.id < before) &&
            (loops === undefined || loops.includes(run.loop)) &&
            (states === undefined || states.includes(run.status)) &&
            (text === undefined || `${run.loop}\n${run.reason}\n${this.itemKeys.get(run.id) ?? ''}`.includes(text)),
        )
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      return { runs: found.slice(0, limit), more: found.length > limit };
    },
    pause: ({ run }) => {
      this.paused.add(run);
      return this.#run(run);
    },
    resume: ({ run }) => {
      this.paused.delete(run);
      return this.#run(run);
    },
    note: ({ run }) => this.#run(run),
    raise: ({ run }) => this.#run(run),
    retry: ({ run }) => {
      this.#run(run);
      return { run: `${run}-again` };
    },
  };

  /** Keys of the items of runs, which the runner alone knows. */
  readonly itemKeys = new Map<string, string>();
}

/** The repositories of a window, one a desk; their ids count from 0. */
export class FakeRepositories implements AskedRepositories {
  readonly #changed = new Listeners<[]>();
  #all: readonly AskedRepository[];

  constructor(...desks: FakeDesk[]) {
    this.#all = repositoriesOf(desks);
  }

  all(): readonly AskedRepository[] {
    return this.#all;
  }

  byId(id: string): AskedRepository | undefined {
    return this.#all.find((one) => one.id === id);
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** Opens these folders instead; those that stay are the same repositories. */
  open(...desks: FakeDesk[]): void {
    this.#all = repositoriesOf(desks).map((one) => this.#all.find(({ link }) => link === one.link) ?? one);
    this.#changed.tell();
  }
}

const repositoriesOf = (desks: readonly FakeDesk[]): readonly AskedRepository[] =>
  desks.map((link, index) => ({ id: String(index), name: `folder-${index}`, root: `/repository-${index}`, link }));

/** What a person does at a question: a choice by its label, labels of several, a text, or nothing (they leave). */
type Say = string | readonly string[] | undefined;

/** A person who does what the test says, and cannot choose what is not offered nor write what is refused. */
export class ScriptedPerson implements Dialogs {
  readonly questions: string[] = [];
  readonly told: string[] = [];
  readonly refusals: Refusal[] = [];
  readonly #says: Say[];

  constructor(...says: Say[]) {
    this.#says = says;
  }

  /** Whether everything was asked that the test has an answer to. */
  get isDone(): boolean {
    return this.#says.length === 0;
  }

  async pick<T>(ask: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
    const label = this.#next(ask);
    if (label === undefined) return undefined;
    const found = choices.find((choice) => choice.label === label);
    if (found === undefined) throw new Error(`${label} is not among ${choices.map((one) => one.label).join(', ')}`);
    return found.value;
  }

  async pickMany<T>(ask: string, choices: readonly Choice<T>[]): Promise<readonly T[]> {
    const labels = this.#next(ask) ?? [];
    return choices.filter(({ label }) => labels.includes(label)).map(({ value }) => value);
  }

  async write({ title, problem }: Wanted): Promise<string | undefined> {
    for (;;) {
      const text = this.#next(title);
      if (typeof text !== 'string') return undefined;
      const wrong = problem?.(text.trim());
      if (wrong === undefined) return text.trim();
      this.told.push(wrong);
    }
  }

  async isSure(message: string, _detail: string, button: string): Promise<boolean> {
    return this.#next(message) === button;
  }

  async show(message: string, detail: string): Promise<void> {
    this.told.push(message, ...detail.split('\n'));
  }

  say(message: string): void {
    this.told.push(message);
  }

  refused(refusal: Refusal): void {
    this.refusals.push(refusal);
  }

  #next(question: string): Say {
    this.questions.push(question);
    if (this.#says.length === 0) throw new Error(`nobody expected the question: ${question}`);
    return this.#says.shift();
  }
}
