import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DriveOutcome, driveOutcomeSchema } from '../../../src/agents/drive/outcome.ts';
import { runnerFolder } from '../../../src/client/runnerFolder.ts';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { type Life, Lives } from '../../support/lives.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { PatientPerson } from '../../support/patientPerson.ts';
import { processesOf } from '../../support/processesOf.ts';
import type { AgentHome, HomeOrder } from '../agentHome.ts';
import { userOf } from '../agentUser.ts';
import type { TestedAgent } from '../agentWorld.ts';
import type { Mock } from '../mocks/index.ts';
import { isInTurn, slowLoop, slowLoopFiles } from './slowLoop.ts';

/** What a run came to. */
export interface AgentRun {
  readonly detail: RunDetail;
  /** The maker's passes. */
  readonly outcomes: readonly DriveOutcome[];
  /** Reports of attempts that were begun again. */
  readonly cutOff: readonly string[];
  /** Processes that were left. */
  readonly left: readonly number[];
}

export interface RunOrder {
  readonly agent: TestedAgent;
  readonly mock: Mock;
  /** The mock's scenario, for this run alone. */
  readonly scenario: string;
  readonly sandbox: 'preferred' | 'required';
  /** More files of the repository. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folder of the runner and its other programs. */
  readonly programs: string;
  /** The user's home, where it is not the usual one with a key in the environment. */
  readonly homeOf?: (order: HomeOrder) => AgentHome;
}

/** A run that is going on. */
export interface Going {
  readonly loop: LoopRepository;
  readonly runners: Lives;
  /** The runner that it was started by. */
  readonly first: Life;
  readonly home: string;
  /** The folder of the run. */
  readonly folder: string;
  readonly isInTurn: () => boolean;
  readonly isOver: () => boolean;
}

/** A run in a repository and with a user of its own, from its start until it rests, and what is done to it meanwhile. */
export async function agentRun(order: RunOrder, during: (going: Going) => Promise<void>): Promise<AgentRun> {
  const { agent, mock, scenario, programs } = order;
  const loop = await LoopRepository.create(() => ({ ...slowLoopFiles(agent, order.sandbox), ...order.files }));
  // Not in the temporary folder, where codex does not work.
  const home = await mkdtemp('/var/tmp/loopwright-home-');
  const runners = new Lives(loop, {
    programs,
    env: await userOf(agent, { home, url: mock.url(scenario) }, order.homeOf),
  });
  try {
    const first = await runners.begin();
    const person = new PatientPerson(loop);
    const run = await person.start(slowLoop);
    let isOver = false;
    const over = person.until(run, isAtRest).finally(() => {
      isOver = true;
    });
    // Told of below: until then nobody waits for it.
    over.catch(() => undefined);
    const folder = join(runnerFolder(loop.commonDir), 'runs', run);
    const going = { loop, runners, first, home, folder, isOver: () => isOver };
    await during({ ...going, isInTurn: () => isInTurn(mock.calls(scenario)) });
    const detail = await over;
    const left = [...(await runners.leaveQuietly(person)), ...(await processesOf(home))];
    return { detail, ...(await evidenceIn(folder)), left };
  } finally {
    await runners.killAll();
    await loop.dispose();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const isAtRest = ({ status }: RunDetail): boolean => status !== 'running';

async function evidenceIn(folder: string): Promise<Pick<AgentRun, 'outcomes' | 'cutOff'>> {
  const all = await readdir(folder, { recursive: true });
  const found = all.filter((name) => name.endsWith('outcome.json')).sort();
  const outcomes = await Promise.all(
    found.map(async (name) => driveOutcomeSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  );
  return { outcomes, cutOff: all.filter((name) => /report-\d+\.jsonl$/.test(name)) };
}
