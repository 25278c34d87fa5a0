import { randomUUID } from 'node:crypto';
import { readIdentity } from '../git/identity.ts';
import type { RunnerStatus } from '../model/shapes.ts';
import { detailOf } from '../model/shapes.ts';
import type { Identity } from '../model/steps.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../protocol/runner.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import { clean } from './clean.ts';
import { readChangedFile, writeChangedFile } from './files.ts';
import { land, reject } from './landing.ts';
import { readLog } from './logs.ts';
import type { Prompts } from './prompts.ts';
import { orRefuse } from './refusal.ts';
import { planRun } from './runStart.ts';
import type { Runs } from './runs.ts';

export interface ApiOptions {
  readonly world: StepWorld;
  readonly runs: Runs;
  readonly prompts: Prompts;
  readonly status: () => RunnerStatus;
  readonly leave: () => void;
}

/** What the runner does for a client that said hello: a handler for every request. A `Refused` is its reply. */
export type Api = {
  readonly [M in Exclude<RunnerMethod, 'hello'>]: (params: RunnerParams<M>) => Promise<RunnerReply<M>>;
};

export function runnerApi({ world, runs, prompts, status, leave }: ApiOptions): Api {
  const { repository } = world;
  const person = async (): Promise<Identity> => orRefuse(await readIdentity(repository));
  return {
    status: async () => status(),
    runs: async () => [...runs.summaries()],
    show: async ({ run }) => detailOf(runs.state(run)),
    events: async ({ run, from }) => runs.events(run).filter(({ seq }) => seq >= from),
    start: async (request) => {
      const start = await planRun(repository.root, request, Date.now());
      return { run: (await runs.begin(start)).id };
    },
    stop: async ({ run }) => {
      await runs.living(run).stop('a person');
      return {};
    },
    prompt: ({ run }) => prompts.next(runs.living(run)),
    answer: async ({ run, prompt, option }) => prompts.answer(runs.living(run), prompt, option, await person()),
    land: async ({ run, approval }) => {
      const landed = await land(runs.living(run), approval, await person());
      if (landed.status === 'delivered') await prompts.close(run);
      return landed;
    },
    reject: async ({ run, reason }) => {
      await reject(runs.living(run), reason, await person());
      await prompts.close(run);
      return {};
    },
    readFile: ({ run, ...file }) => readChangedFile(repository, runs.state(run), file),
    writeFile: async ({ run, path, content }) => {
      const live = runs.living(run);
      const by = await person();
      await writeChangedFile(live.state, path, Buffer.from(content, 'base64'));
      const id = randomUUID();
      await live.say(id, { kind: 'edited', by });
      // From here on whatever a client asks is about the edited change.
      await live.until((state) => state.taken.includes(id));
      return {};
    },
    readLog: ({ run, step, offset }) => readLog(runs.directory(run), runs.state(run), { step, offset }),
    clean: (which) => clean(repository, runs, which),
    leave: async () => {
      leave();
      return {};
    },
  };
}
