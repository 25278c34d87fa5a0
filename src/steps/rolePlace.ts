import { join } from 'node:path';
import type { CheckerTask, JudgeTask, RoleTask } from '../agents/agent.ts';
import { writeFresh } from '../agents/report/openPlain.ts';
import type { StepContext } from '../engine/durable.ts';
import { diffText } from '../git/diffText.ts';
import { plainText } from '../memory/inertText.ts';
import { baseFiles } from './baseFiles.ts';
import { secretValues } from './environment.ts';
import { orFail } from './gitAnswer.ts';
import { secondsLeft } from './runOrder.ts';
import type { StepWorld } from './stepWorld.ts';

/** The part of the steps' world that roles need. */
export type RoleWorld = Pick<
  StepWorld,
  | 'repository'
  | 'programs'
  | 'environment'
  | 'now'
  | 'indexes'
  | 'purse'
  | 'slots'
  | 'cages'
  | 'inbox'
  | 'questions'
  | 'models'
  | 'redact'
>;

/** A role may use all of the run's working time; without one, this many seconds. */
const unbounded = 24 * 3600;

/** Characters of a text; no line of a report holds more. */
const mostText = 64 * 1024;

/** Where a role's pass is done, in which time, and how its words are made harmless. */
export function rolePlace(
  world: RoleWorld,
  input: RoleTask['input'],
  { directory, log }: StepContext,
): Pick<RoleTask, 'directory' | 'log' | 'timeoutSeconds' | 'base' | 'clean' | 'secrets'> {
  const secrets = secretValues(world.environment, input.env);
  return {
    directory,
    log,
    timeoutSeconds: secondsFor(world, input),
    base: baseFiles(world.repository, ('base' in input ? input.base : undefined) ?? input.head),
    clean: (text) => world.redact(plainText(text, mostText), secrets),
    secrets,
  };
}

/** The seconds that a pass has from now on. */
export const secondsFor = ({ now }: Pick<RoleWorld, 'now'>, { timeoutSeconds, deadline }: RoleTask['input']): number =>
  secondsLeft(timeoutSeconds ?? unbounded, deadline, now());

/** The change that a checker or judge looks at, as a file in the step's folder. */
export const diffFile = ({ directory }: StepContext): string => join(directory, 'change.diff');

/** Writes the change for a reviewer to read. */
export async function writeDiff(
  { repository }: RoleWorld,
  { input, diffFile: file }: CheckerTask | JudgeTask,
  signal: AbortSignal,
): Promise<void> {
  const { diff, isCut } = orFail(await diffText(repository, { base: input.base, head: input.head, signal }));
  await writeFresh(file, isCut ? Buffer.concat([diff, cutNote]) : diff);
}

const cutNote = Buffer.from('[loopwright] The diff goes on; read the rest in the worktree.\n');
