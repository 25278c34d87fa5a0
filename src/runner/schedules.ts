import { openRepository, type Repository } from '../git/repository.ts';
import type { RunStart } from '../model/event.ts';
import type { Receipt } from '../model/firing.ts';
import type { Loop } from '../model/loopFile.ts';
import type { TakenUp } from '../model/takenUp.ts';
import type { RunnerParams, RunnerReply, ScheduledLoop } from '../protocol/runner.ts';
import { groupOf } from '../triggers/groups.ts';
import { nextFirings } from '../triggers/nextFirings.ts';
import { triggerWords } from '../triggers/triggerWords.ts';
import type { Inbox } from './inbox.ts';
import { loopFiles } from './loopFiles.ts';
import type { ModelWindows } from './modelWindows.ts';
import { orRefuse, Refused } from './refusal.ts';
import { loopOf, planRetry, planRun } from './runStart.ts';
import type { Runs } from './runs.ts';
import { planEnabling } from './triggers/planEnabling.ts';
import type { RepositoryTriggers } from './triggers/repositoryTriggers.ts';
import type { LedgerKeeping } from './understanding/ledgerKeeping.ts';

export interface SchedulesOptions {
  readonly repository: Repository;
  readonly runs: Runs;
  readonly triggers: RepositoryTriggers;
  readonly inbox: Pick<Inbox, 'actedOn'>;
  readonly windows: Pick<ModelWindows, 'some'>;
  readonly ledgerKeeping: Pick<LedgerKeeping, 'mayStart'>;
  /** Oldest first. */
  readonly receipts: () => readonly Receipt[];
}

const mostNext = 5;
/** Of one loop: every five minutes of a day. */
const mostDue = 288;

/** What starts by itself, what a person starts, and that neither overlaps what it must not. */
export class Schedules {
  readonly #options: SchedulesOptions;

  constructor(options: SchedulesOptions) {
    this.#options = options;
  }

  /**
   * Starts a run because a person asked; returns its id. A loop never overlaps itself, nor its group, and does not start while
   * whoever asks owes more than it allows, unless they say why.
   */
  async startByHand({ despiteDebt, ...request }: RunnerParams<'start'>): Promise<string> {
    const { repository, windows, ledgerKeeping } = this.#options;
    const start = await planRun(repository.root, request, Date.now(), windows);
    const may = await ledgerKeeping.mayStart(loopOf(start), start.by);
    if (may.ok) return this.#begin(start);
    if (despiteDebt === undefined) throw new Refused(may.error.code, may.error.message);
    return this.#begin({ ...start, despiteDebt });
  }

  /** Starts a run that takes an item up where an earlier run left it; returns its id. It overlaps no more than any other. */
  async startRetry(what: { readonly earlier: RunStart; readonly retry: TakenUp }): Promise<string> {
    const { repository, windows } = this.#options;
    return this.#begin(await planRetry(repository.root, what, Date.now(), windows));
  }

  async #begin(start: RunStart): Promise<string> {
    const { runs, triggers, inbox } = this.#options;
    const loop = loopOf(start);
    const group = groupOf(loop);
    const id = await triggers.triggers.beginByHand(start.loop, start.trigger, async () => {
      const working = runs.live.find((run) => run.isAtWork && groupOf(run.loop) === group);
      if (working !== undefined) {
        throw new Refused(
          'at-work',
          `Run ${working.id} of ${working.state.start.loop} is ${working.isBusy ? 'at work' : 'paused'}, and ${start.loop} must not overlap it. Wait for it, or stop it with \`loopwright stop ${working.id}\`.`,
        );
      }
      const full = await triggers.triggers.limitReached(start.loop, loop.budget['per-day']?.['max-runs']);
      if (full !== undefined) throw new Refused('daily-limit', full);
      return (await runs.begin(start)).id;
    });
    await inbox.actedOn({ loop: start.loop, action: 'run', why: `A person started run ${id}.` });
    return id;
  }

  async list(receipts: number): Promise<RunnerReply<'schedule'>> {
    const all = this.#options.receipts();
    const newest = receipts === 0 ? [] : all.slice(-receipts).reverse();
    return { loops: await this.#loops(), receipts: [...newest] };
  }

  async enable(file: string, by: string): Promise<void> {
    const { repository, triggers, inbox } = this.#options;
    const now = orRefuse(await openRepository(repository.root));
    const planned = await planEnabling(now, { file, by, at: Date.now() });
    if (!planned.ok) throw new Refused(planned.error.code, planned.error.message);
    await triggers.enable(planned.value);
    await inbox.actedOn({ loop: planned.value.loop, action: 'enable', why: 'Enabled again.', by });
  }

  async disable(file: string, by: string): Promise<void> {
    const { triggers, inbox } = this.#options;
    const enabled = triggers.enabled.all.find((one) => one.file === file);
    if (enabled === undefined)
      throw new Refused('not-enabled', `${file} does not start by itself, so there is nothing to disable.`);
    await triggers.disable(enabled.loop, by);
    await inbox.actedOn({ loop: enabled.loop, action: 'enable', why: 'Disabled: it does not start by itself.', by });
  }

  /** Firings of schedules that are due up to a time (epoch milliseconds), soonest first. */
  due(until: number): { loop: string; at: number }[] {
    const { armed } = this.#options.triggers.triggers;
    const all = armed.flatMap(({ name, loop }) =>
      nextFirings(loop.on, Date.now(), mostDue).flatMap(({ at }) => (at <= until ? [{ loop: name, at }] : [])),
    );
    return all.sort((a, b) => a.at - b.at);
  }

  /** Every loop with a trigger, as its file stands in the checkout; what runs is what was allowed. */
  async #loops(): Promise<ScheduledLoop[]> {
    const { repository, triggers } = this.#options;
    const written = await loopFiles(repository.root);
    const automatic = written.filter(({ loop }) => triggerWords(loop.on).length > 0);
    const listed = automatic.map(({ file, loop }) => this.#one(file, loop));
    const others = triggers.enabled.all.filter(({ file }) => !listed.some((one) => one.file === file));
    return [
      ...listed,
      ...others.map(({ file, loop }): ScheduledLoop => {
        const held = triggers.triggers.held.find(({ name }) => name === loop);
        return {
          loop,
          file,
          state: 'held',
          why: held?.why ?? 'Its file is gone from the checkout, or has no trigger there.',
          triggers: [],
          next: [],
        };
      }),
    ];
  }

  #one(file: string, loop: Loop): ScheduledLoop {
    const { triggers } = this.#options;
    const armed = triggers.triggers.armed.find(({ name }) => name === loop.name);
    const held = triggers.triggers.held.find(({ name }) => name === loop.name);
    const runs = armed?.loop ?? loop;
    const url = armed?.loop.on.webhook === undefined ? undefined : triggers.webhookUrl(armed.loop.on.webhook.path);
    return {
      loop: loop.name,
      file,
      ...(armed !== undefined
        ? { state: 'on', why: 'A person allowed this definition.' }
        : held !== undefined
          ? { state: 'held', why: held.why }
          : { state: 'off', why: `Nobody has allowed it yet: \`loopwright enable ${loop.name}\`.` }),
      triggers: [...triggerWords(runs.on)],
      next:
        armed === undefined
          ? []
          : nextFirings(runs.on, Date.now(), mostNext).map(({ at }) => new Date(at).toISOString()),
      ...(url === undefined ? {} : { webhook: url }),
    };
  }
}
