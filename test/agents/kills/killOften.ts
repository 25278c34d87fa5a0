import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readClaim } from '../../../src/journal/step/stepFiles.ts';
import type { Life } from '../../support/lives.ts';
import type { Going } from './agentRun.ts';

/** Kills in the middle of turns; all others: before the first model call of one, after its last. */
export interface Kills {
  inTurn: number;
  elsewhere: number;
}

type Moment = keyof Kills;

/** Kills one runner after the other at random moments until `most` were hit in turns, and leaves the last one alone. */
export async function killOften(going: Going, most: number, random: Generator<number, never>): Promise<Kills> {
  const { runners } = going;
  const kills: Kills = { inTurn: 0, elsewhere: 0 };
  let before: Moment | undefined;
  for (let life = going.first; kills.inTurn < most; life = await runners.begin()) {
    const moment = await momentToKill(going, life, random, before);
    if (moment === undefined) break;
    if (!(await runners.kill(life))) throw new Error(`The runner ended by itself: ${JSON.stringify(await life.over)}`);
    kills[moment] += 1;
    before = moment;
  }
  return kills;
}

/**
 * Waits for the moment at which a runner is killed. In turns some are killed while they start, the others once they have
 * adopted the step. Between two turns one is killed, and the next is let on: on a busy machine none would ever come to the
 * next turn. Undefined where the run was over before.
 */
async function momentToKill(
  { loop, isInTurn, isOver }: Going,
  { pid }: Life,
  random: Generator<number, never>,
  before: Moment | undefined,
): Promise<Moment | undefined> {
  const isEarly = random.next().value < 0.4;
  const share = random.next().value;
  const staysInTurn = async (): Promise<boolean> => {
    for (; isInTurn(); await delay(3)) if (isEarly || (await loop.runnerPid()) === pid) break;
    for (const end = Date.now() + 600 * share; isInTurn() && Date.now() < end; ) await delay(3);
    return isInTurn();
  };
  for (const end = Date.now() + 2500 * share; !isOver(); await delay(3)) {
    if (isInTurn()) {
      if (await staysInTurn()) return 'inTurn';
    } else if (before !== 'elsewhere' && Date.now() >= end) return 'elsewhere';
  }
  return undefined;
}

/** Kills the runner together with the program that watches over the step of a turn, as a kernel without memory may. */
export async function killWithWrapper({ runners, first, folder, isInTurn }: Going, turn: number): Promise<void> {
  if (!isInTurn()) throw new Error('There is no turn to be cut off.');
  const name = (await readdir(join(folder, 'steps'))).find((step) => step.startsWith(`default-${turn}-make.`));
  const wrapper = readClaim(join(folder, 'steps', name ?? ''))?.pid;
  if (wrapper === undefined) throw new Error('The turn has no wrapper.');
  process.kill(wrapper, 'SIGKILL');
  await runners.kill(first);
  await runners.begin();
}
