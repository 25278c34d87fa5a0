import { newCommits } from '../../git/newCommits.ts';
import { problemText } from '../../git/problemText.ts';
import type { Repository } from '../../git/repository.ts';
import type { Enabling } from '../../model/firing.ts';
import { localDay } from '../../model/localDate.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { matchesAny, staticPrefixes } from '../../triggers/globs.ts';
import { type Heard, type Hook, hearHead, hearWebhook } from '../../triggers/hearWebhook.ts';
import { shortBranch, watchesBranch } from '../../triggers/push.ts';
import type { WebhookRequest } from '../../triggers/webhook.ts';
import { ciRunOfEvent, type FinishedCiRun, isWorkflowEvent } from '../../triggers/workflow.ts';
import { BranchWatch, type Move, type Tips } from './branchWatch.ts';
import { CiPoll, type CiQuery, type PolledLoop } from './ciPoll.ts';
import { CommittedLoops } from './committedLoops.ts';
import { Enabled, type EnablingStore } from './enabled.ts';
import { deafEntry } from './entries.ts';
import { FileWatch } from './fileWatch.ts';
import { readSecret } from './secrets.ts';
import { SeenTips } from './seenTips.ts';
import { Triggers } from './triggers.ts';
import { wakeAt } from './wallTimer.ts';
import { webhookCrypto } from './webhookCrypto.ts';
import { WebhookListener } from './webhookListener.ts';
import { keepWebhookPort, readWebhookPort } from './webhookPort.ts';
import type { ArmedLoop, TriggerWorld } from './world.ts';

/** What the runner passes: the rest of what {@link TriggerWorld} asks for is read from the repository here. */
export interface RepositoryTriggersOptions
  extends Pick<TriggerWorld, 'receipts' | 'start' | 'stop' | 'runs' | 'repositoryRunsPerDay' | 'raise' | 'warn'> {
  readonly repository: Pick<Repository, 'root' | 'commonDir'>;
  readonly enablings: EnablingStore;
  /** Finished CI runs of a branch, by the user's `gh` or `glab`; the error is a sentence that says what to do. */
  ciRuns(query: CiQuery): Promise<Result<readonly FinishedCiRun[], string>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Most commits of a push that are looked at, and most branches that a loop polls its CI for. */
const mostCommits = 500;
const mostBranches = 10;

/**
 * The triggers of a repository with all that watches for them. Make one per runner, under its lock, after its runs are
 * resumed; call `triggers.runsChanged()` when a run changes its status, `triggers.ended()` when one ends (and on start for
 * those that ended last), `triggers.landing()` when one lands.
 */
export class RepositoryTriggers {
  readonly triggers: Triggers;
  readonly enabled: Enabled;
  readonly #options: RepositoryTriggersOptions;
  readonly #seen: SeenTips;
  readonly #ci: CiPoll;
  #branches: BranchWatch | undefined;
  #files: { readonly prefixes: string; readonly watch: FileWatch } | undefined;
  #listener: WebhookListener | undefined;
  #busy: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(
    options: RepositoryTriggersOptions,
    parts: { readonly triggers: Triggers; readonly enabled: Enabled },
  ) {
    this.#options = options;
    this.triggers = parts.triggers;
    this.enabled = parts.enabled;
    this.#seen = new SeenTips(options.repository.commonDir);
    this.#ci = new CiPoll({
      now: Date.now,
      wakeAt,
      ask: (query) => options.ciRuns(query),
      heard: (loop, runs) => this.triggers.ciFinished(runs, loop),
      deaf: (loop, why) => this.#deaf(loop, 'CI', why),
    });
  }

  static async open(options: RepositoryTriggersOptions): Promise<RepositoryTriggers> {
    const enabled = await Enabled.open(options.enablings);
    const committed = new CommittedLoops(options.repository);
    const watched: { tips: () => Tips } = { tips: () => new Map() };
    const triggers = await Triggers.open({
      receipts: options.receipts,
      start: options.start,
      stop: options.stop,
      runs: options.runs,
      repositoryRunsPerDay: options.repositoryRunsPerDay,
      raise: options.raise,
      warn: options.warn,
      now: Date.now,
      dayOf: localDay,
      wakeAt,
      loops: () => committed.read(enabled.all, (branch) => watched.tips().get(branch)),
    });
    const self = new RepositoryTriggers(options, { triggers, enabled });
    watched.tips = () => self.#branches?.tips ?? new Map();
    await self.#watchAll(await self.#seen.read());
    // A base that moved before the branches were watched.
    await self.#reload();
    return self;
  }

  /** Whether the runner has to stay for these triggers. */
  get isArmed(): boolean {
    return this.enabled.all.length > 0;
  }

  /** Where a webhook's path is heard; undefined where no loop listens. */
  webhookUrl(path: string): string | undefined {
    return this.#listener === undefined ? undefined : `http://127.0.0.1:${this.#listener.port}${path}`;
  }

  /** Lets a loop start by itself, with the definition that is committed at its base now. */
  async enable(what: Omit<Enabling, 'enabled'>): Promise<void> {
    await this.enabled.enable(what);
    await this.#reload();
  }

  async disable(loop: string, by: string): Promise<boolean> {
    const was = await this.enabled.disable(loop, by, Date.now());
    await this.#reload();
    return was;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#branches?.close();
    await this.#ci.close();
    await this.#busy;
    await this.#files?.watch.close();
    await this.#listener?.close();
    await this.triggers.close();
  }

  async #reload(): Promise<void> {
    await this.triggers.reload();
    await this.#watchAll();
  }

  /** Watches what the armed loops wait for, and nothing else. */
  #watchAll(before?: Tips): Promise<void> {
    this.#busy = this.#busy.then(async () => {
      if (this.#isClosed) return;
      try {
        await this.#watchBranches(before);
        const armed = this.triggers.armed;
        await this.#watchFiles(armed);
        this.#ci.watch(armed.flatMap((loop) => this.#polled(loop)));
        await this.#listen(armed);
      } catch (error) {
        this.#options.warn(`triggers: ${String(error)}`);
      }
    });
    return this.#busy;
  }

  async #watchBranches(before: Tips | undefined): Promise<void> {
    const { repository, warn } = this.#options;
    if (!this.isArmed) {
      await this.#branches?.close();
      this.#branches = undefined;
      // What happens while nobody listens is not news to whoever listens next.
      await this.#seen.forget();
      return;
    }
    if (this.#branches !== undefined) return;
    const onMoves = (moves: readonly Move[], tips: Tips): Promise<void> => this.#moved(moves, tips);
    this.#branches = await BranchWatch.open({ commonDir: repository.commonDir, before, warn, onMoves });
    await this.#seen.write(this.#branches.tips);
  }

  async #moved(moves: readonly Move[], tips: Tips): Promise<void> {
    try {
      const bases = new Set(this.enabled.all.map(({ base }) => base));
      if (moves.some(({ ref }) => bases.has(ref))) await this.triggers.reload();
      for (const move of moves) await this.#pushed(move, tips);
      // Only now: after a crash before this they are heard of again, and start nothing twice.
      await this.#seen.write(tips);
    } catch (error) {
      this.#options.warn(`triggers: ${String(error)}`);
    }
    void this.#watchAll();
  }

  async #pushed(move: Move, tips: Tips): Promise<void> {
    const isWatched = this.triggers.armed.some(
      ({ loop }) => loop.on.push !== undefined && watchesBranch(loop.on.push, move.ref),
    );
    if (!isWatched) return;
    // A new branch has gained what the base of the loops has not.
    const from = move.from ?? this.enabled.all.map(({ base }) => tips.get(base)).find((tip) => tip !== undefined);
    const commits = await newCommits(this.#options.repository, {
      to: move.to,
      limit: mostCommits,
      ...(from && { from }),
    });
    if (commits.ok) await this.triggers.pushed(move.ref, move, commits.value);
    else this.#options.warn(`A push to ${shortBranch(move.ref)} cannot be read: ${problemText(commits.error)}`);
  }

  async #watchFiles(armed: readonly ArmedLoop[]): Promise<void> {
    const prefixes = staticPrefixes(armed.flatMap(({ loop }) => loop.on.files?.paths ?? []));
    const wanted = prefixes.join('\0');
    if (wanted === (this.#files?.prefixes ?? '')) return;
    const before = this.#files;
    this.#files = undefined;
    if (prefixes.length > 0) {
      const { repository, warn } = this.#options;
      const onChanged = (paths: readonly string[]): void => this.triggers.changed(paths);
      this.#files = {
        prefixes: wanted,
        watch: await FileWatch.open({ root: repository.root, prefixes, warn, onChanged }),
      };
    }
    await before?.watch.close();
  }

  #polled({ name, base, enabledAt, loop }: ArmedLoop): readonly PolledLoop[] {
    const wanted = loop.on.workflow_run;
    if (wanted === undefined) return [];
    const names = [...(this.#branches?.tips.keys() ?? [])].map((ref) =>
      ref.replace(/^refs\/(heads|remotes\/[^/]+)\//, ''),
    );
    const matching = wanted.branches === undefined ? [shortBranch(base)] : names.filter(matchesAny(wanted.branches));
    const branches = [...new Set(matching)].filter((branch) => branch !== 'HEAD').slice(0, mostBranches);
    const since = Math.max(enabledAt, this.triggers.newestCiRun(name) ?? 0);
    return [{ loop: name, workflows: wanted.workflows, branches, everyMs: wanted['every-minutes'] * 60_000, since }];
  }

  async #listen(armed: readonly ArmedLoop[]): Promise<void> {
    const listening = armed.filter(({ loop }) => loop.on.webhook !== undefined);
    for (const { name, loop } of listening) await this.#sayIfNoSecret(name, loop.on.webhook?.secret ?? '');
    if (listening.length === 0) {
      await this.#listener?.close();
      this.#listener = undefined;
      return;
    }
    if (this.#listener !== undefined) return;
    const { commonDir } = this.#options.repository;
    const kept = await readWebhookPort(commonDir);
    const ear = {
      head: (request: Pick<WebhookRequest, 'method' | 'path'>) => hearHead(request, this.#hooks()),
      hear: this.#hear,
    };
    const listener = await listenOrSay(() => WebhookListener.listen({ ear, port: kept ?? 0 }));
    if (listener.ok) {
      this.#listener = listener.value;
      if (kept === undefined) await keepWebhookPort(commonDir, listener.value.port);
      return;
    }
    const why = `Port ${kept} of this machine, where the webhooks of this repository are heard, cannot be used: ${listener.error}`;
    for (const { name } of listening) await this.#deaf(name, 'webhook', why);
  }

  #hooks(): readonly (Hook & { readonly name: string })[] {
    return this.triggers.armed.flatMap(({ name, loop }) => {
      const { webhook } = loop.on;
      return webhook === undefined ? [] : [{ loop: name, path: webhook.path, name: webhook.secret, secret: undefined }];
    });
  }

  /** Answers when the receipts are on disk. */
  readonly #hear = async (request: WebhookRequest): Promise<Heard> => {
    const hooks = await Promise.all(
      this.#hooks().map(async (hook) => ({ ...hook, secret: await this.#secret(hook.name) })),
    );
    const isKnown = (firing: string): boolean => this.triggers.isKnown(firing);
    const heard = hearWebhook(request, { hooks, now: Date.now(), crypto: webhookCrypto, isKnown });
    // GitHub asks with it whether somebody is there.
    if (request.headers['x-github-event'] === 'ping') return heard;
    const told = toldOfCi(request.body);
    for (const firing of heard.firings) {
      const waitsForCi = this.triggers.armed.some(
        ({ name, loop }) => name === firing.loop && loop.on.workflow_run !== undefined,
      );
      if (!waitsForCi || told === undefined) await this.triggers.fire([firing]);
      else await this.triggers.ciFinished(told, firing.loop);
    }
    return heard;
  };

  #secret(name: string): Promise<string | undefined> {
    return readSecret(this.#options.repository.commonDir, name, this.#options.environment);
  }

  async #sayIfNoSecret(loop: string, name: string): Promise<void> {
    if ((await this.#secret(name)) !== undefined) return;
    await this.#deaf(loop, 'secret', `The secret ${name} is not set. Set it with \`loopwright secret set ${name}\`.`);
  }

  async #deaf(loop: string, what: string, why: string): Promise<void> {
    await this.#options.raise(deafEntry(loop, what, why, Date.now()));
  }
}

/** The finished CI runs that a body tells of, none if it is about one that goes on; undefined where it is something else. */
function toldOfCi(body: Uint8Array): readonly FinishedCiRun[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    const run = ciRunOfEvent(value);
    if (run !== undefined) return [run];
    return isWorkflowEvent(value) ? [] : undefined;
  } catch {
    return undefined;
  }
}

async function listenOrSay(listen: () => Promise<WebhookListener>): Promise<Result<WebhookListener, string>> {
  try {
    return ok(await listen());
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
