import { randomUUID } from 'node:crypto';
import { readIdentity } from '../git/identity.ts';
import type { Repository } from '../git/repository.ts';
import type { ToldFate } from '../model/fate.ts';
import { nameAndEmail } from '../model/nameAndEmail.ts';
import { detailOf, type RunDetail, type RunnerStatus } from '../model/shapes.ts';
import type { Identity } from '../model/steps.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../protocol/runner.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import type { Changes } from './changes.ts';
import { Claims } from './claims.ts';
import { clean } from './clean.ts';
import { note, pause, raise, resume } from './controls.ts';
import type { Costs } from './costs.ts';
import { readChangedFile, writeChangedFile } from './files.ts';
import { forecastFor, forecastOf } from './forecast.ts';
import type { Inbox } from './inbox.ts';
import { InstalledAgents } from './installedAgents.ts';
import { approve, goOn, itemOf, land, reject } from './landing.ts';
import { readLog } from './logs.ts';
import { decideOn, readDocument, replyTo, writeDocument } from './memories.ts';
import type { ModelWindows } from './modelWindows.ts';
import { type MonitorOptions, monitorApi } from './monitorApi.ts';
import { outlineApi, outlined } from './outline/outlineApi.ts';
import type { Outlines } from './outline/outlines.ts';
import { orRefuse } from './refusal.ts';
import { ReviewDesk } from './review/desk.ts';
import type { Expectations } from './review/expectations.ts';
import { marksApi } from './review/marksApi.ts';
import type { ReviewFacts } from './review/reviewFacts.ts';
import type { Runs } from './runs.ts';
import type { Schedules } from './schedules.ts';
import { searchLog } from './searchLog.ts';
import { takenUp } from './takenUp.ts';
import type { LedgerKeeping } from './understanding/ledgerKeeping.ts';
import type { Prompts } from './understanding/prompts.ts';
import type { Quiz } from './understanding/quiz.ts';
import { understandingApi } from './understanding/understandingApi.ts';

export interface ApiOptions extends MonitorOptions {
  readonly world: StepWorld & { readonly repository: Repository };
  readonly runs: Runs;
  readonly prompts: Prompts;
  readonly inbox: Inbox;
  readonly schedules: Schedules;
  readonly costs: Costs;
  readonly windows: ModelWindows;
  readonly changes: Changes;
  readonly outlines: Outlines;
  readonly reviewFacts: ReviewFacts;
  readonly expectations: Expectations;
  readonly ledgerKeeping: LedgerKeeping;
  readonly quiz: Quiz;
  readonly status: () => RunnerStatus;
  readonly leave: () => void;
}

/**
 * What the runner does for a client that said hello: a handler for every request but those about the connection itself. A
 * `Refused` is its reply.
 */
export type Api = {
  readonly [M in Exclude<RunnerMethod, 'hello' | 'offerModels'>]: (params: RunnerParams<M>) => Promise<RunnerReply<M>>;
};

export function runnerApi(options: ApiOptions): Api {
  const { world, runs, prompts, status, leave } = options;
  const { repository } = world;
  const claims = new Claims();
  const { reviewFacts: facts, changes, outlines } = options;
  const desk = new ReviewDesk({
    world,
    facts,
    changes,
    outlineOf: (state, change) => outlines.of(outlined(runs.directory(state.start.run), state), change),
  });
  const agents = new InstalledAgents(process.env, options.windows);
  const person = async (): Promise<Identity> => orRefuse(await readIdentity(repository));
  return {
    status: async () => status(),
    agents: () => agents.found(),
    models: async () => [...options.windows.models],
    runs: async (query) => runs.page(query),
    show: async ({ run }) => {
      const state = runs.state(run);
      const forecast = state.outcome === undefined ? forecastOf(state, options.costs.ofRun(state.start)) : undefined;
      const broken = runs.find(run)?.broken;
      const detail = detailOf(state);
      const fates = options.following.fatesOf(run, Date.now());
      return {
        ...detail,
        items: detail.items.map((item) => withFate(item, fates.get(item.id))),
        ...(forecast === undefined ? {} : { forecast }),
        ...(broken === undefined ? {} : { status: 'failed', reason: broken }),
      };
    },
    events: async ({ run, from }) => runs.events(run).filter(({ seq }) => seq >= from),
    start: async (request) => ({ run: await options.schedules.startByHand(request) }),
    stop: async ({ run }) => {
      await runs.living(run).stop('a person');
      return {};
    },
    prompt: ({ run, item }) => prompts.next(runs.living(run), item),
    answer: async ({ run, ...answer }) => prompts.answer(runs.living(run), answer, await person()),
    land: async ({ run, ...what }) => {
      const live = runs.living(run);
      const item = itemOf(live.state, what.item);
      await desk.refuseUntaken(live, item);
      await prompts.carry(live, item.id);
      const { id } = item;
      const landed = await land(live, what, await person());
      if (landed.status === 'delivered') await prompts.close(run, id);
      return landed;
    },
    reject: async ({ run, ...what }) => {
      const live = runs.living(run);
      const { id } = itemOf(live.state, what.item);
      await reject(live, what, await person());
      await prompts.close(run, id);
      return {};
    },
    approve: async ({ run, ...what }) => {
      await approve(runs.living(run), what, await person());
      return {};
    },
    continue: async ({ run, ...what }) => {
      await goOn(runs.living(run), what, await person());
      return {};
    },
    readFile: ({ run, ...file }) => readChangedFile(repository, runs.state(run), file),
    writeFile: async ({ run, item: named, path, content }) => {
      const live = runs.living(run);
      const by = await person();
      const item = itemOf(live.state, named);
      await writeChangedFile(live.state, item, { path, content: Buffer.from(content, 'base64') });
      const id = randomUUID();
      await live.say({ id, box: item.id, value: { kind: 'edited', by } });
      // From here on whatever a client asks is about the edited change.
      await live.until((state) => state.taken.has(id));
      return {};
    },
    readLog: ({ run, ...where }) => readLog(runs.directory(run), runs.state(run), where),
    searchLog: ({ run, ...what }) => searchLog(runs.directory(runs.state(run).start.run), what),
    clean: async (which) => {
      const cleaned = await clean(repository, runs, which);
      options.changes.note('worktrees');
      return cleaned;
    },
    ...inboxApi(options, person),
    ...stateApi(options, person),
    ...scheduleApi(options, person),
    ...monitorApi(options, person),
    ...controlsApi(options, person),
    ...outlineApi(options),
    ...marksApi(desk, runs, person),
    ...understandingApi(options, person),
    claim: async ({ run, id }) => ({ first: claims.take(run, id) }),
    leave: async () => {
      leave();
      return {};
    },
  };
}

type Person = () => Promise<Identity>;
type ItemDetail = RunDetail['items'][number];

const withFate = (item: ItemDetail, fate: ToldFate | undefined): ItemDetail =>
  fate === undefined ? item : { ...item, fate };

function controlsApi(
  { world, runs, schedules }: ApiOptions,
  person: Person,
): Pick<Api, 'pause' | 'resume' | 'note' | 'raise' | 'retry'> {
  return {
    pause: async ({ run }) => {
      await pause(runs.living(run), await person());
      return {};
    },
    resume: async ({ run }) => {
      await resume(runs.living(run), await person());
      return {};
    },
    note: async ({ run, ...what }) => {
      await note(runs.living(run), what, await person());
      return {};
    },
    raise: async ({ run, ...to }) => {
      await raise(runs.living(run), to, await person(), world);
      return {};
    },
    retry: async ({ run, ...what }) => {
      const state = runs.state(run);
      const retry = await takenUp(world.repository, state, what, await person());
      return { run: await schedules.startRetry({ earlier: state.start, retry }) };
    },
  };
}

function inboxApi({ inbox, world }: ApiOptions, person: Person): Pick<Api, 'inbox' | 'dismiss' | 'snooze' | 'reply'> {
  return {
    inbox: async () => [...inbox.open()],
    dismiss: async ({ id, why }) => {
      await inbox.dismiss(id, why, nameAndEmail(await person()));
      return {};
    },
    snooze: async ({ id, until }) => {
      await inbox.snooze(id, until, nameAndEmail(await person()));
      return {};
    },
    reply: async ({ id, text }) => replyTo(world, inbox, { id, text, by: nameAndEmail(await person()) }),
  };
}

function stateApi(
  { world, inbox, costs }: ApiOptions,
  person: Person,
): Pick<Api, 'decide' | 'state' | 'writeState' | 'costs' | 'forecast'> {
  return {
    decide: async (decision) => {
      await decideOn(world, inbox, { ...decision, by: nameAndEmail(await person()) });
      return {};
    },
    state: ({ loop }) => readDocument(world, loop),
    writeState: async (edit) => {
      await writeDocument(world, inbox, { ...edit, by: await person() });
      return {};
    },
    costs: async ({ from }) => [...costs.since(from)],
    forecast: async ({ file }) => forecastFor(file, costs.newest),
  };
}

function scheduleApi({ schedules }: ApiOptions, person: Person): Pick<Api, 'schedule' | 'enable' | 'disable'> {
  return {
    schedule: ({ receipts }) => schedules.list(receipts),
    enable: async ({ file }) => {
      await schedules.enable(file, nameAndEmail(await person()));
      return {};
    },
    disable: async ({ file }) => {
      await schedules.disable(file, nameAndEmail(await person()));
      return {};
    },
  };
}
