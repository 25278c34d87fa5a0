import { existsSync, type FSWatcher, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandSpec } from '../../engine/durable.ts';
import { type CommandResult, commandResultSchema } from '../../model/steps.ts';
import { endFamily, endWindowsTree, stopPatience } from '../../processes/endFamily.ts';
import { Family } from '../../processes/family.ts';
import { processTable } from '../../processes/processTable.ts';
import { isAlive } from '../../processes/startTime.ts';
import { writeAtomically } from './atomicFile.ts';
import { type Order, wrapperExit } from './order.ts';
import {
  type Claim,
  claimStep,
  commandFile,
  exitFile,
  pidFile,
  readClaim,
  readStarted,
  stopFile,
} from './stepFiles.ts';
import type { Wrapper, WrapperPool } from './wrapperPool.ts';

export interface StepCommandOptions {
  /** Aborts when the step has to be stopped. */
  readonly signal: AbortSignal;
  readonly wrappers: WrapperPool;
}

/** A wrapper that dies this often without a result is broken. */
const mostDeaths = 3;
/** Milliseconds after which a wrapper that was told to stop is ended the hard way; a command's farewell is part of it. */
const longestStop = 12_000;
/** Milliseconds between looks at an adopted wrapper; its folder is watched as well. */
const adoptedPoll = 250;

/**
 * The result of a step's command, whoever ran it: from disk when it ended, from the wrapper that still runs it when one
 * does, else from a new one. At most one wrapper ever works in a folder. With the signal aborted nothing is started and
 * what runs is stopped with all its processes; the result says `stopped` then. Rejects when the folder cannot be
 * written or the wrapper cannot run. The caller holds the runner's lock.
 */
export async function runOrAdopt(
  directory: string,
  specify: () => Promise<CommandSpec>,
  options: StepCommandOptions,
): Promise<CommandResult> {
  const { signal } = options;
  mkdirSync(directory, { recursive: true });
  for (let deaths = 0; ; ) {
    const finished = readResult(directory);
    if (finished !== undefined) return finished;
    const claim = readClaim(directory);
    if (claim !== undefined && isAlive(claim.pid, claim.startTime)) {
      await adopt(directory, claim, signal);
      continue;
    }
    if (claim !== undefined) await clearAfter(directory, claim);
    if (signal.aborted) return seal(directory);
    const spec = await specify();
    if (signal.aborted) return seal(directory);
    const { wrapper, code } = await runInWrapper({ directory, spec }, options);
    if (code !== wrapperExit.claimed) deaths += 1;
    if (deaths === mostDeaths && readResult(directory) === undefined) throw new Error(wrapper.farewell(deaths));
  }
}

/** Has a wrapper carry out the order. Rejects when it says that it cannot run at all. */
async function runInWrapper(
  order: Order,
  { wrappers, signal }: StepCommandOptions,
): Promise<{ readonly wrapper: Wrapper; readonly code: number | null }> {
  const wrapper = wrappers.take();
  wrapper.begin(order);
  const code = await untilGone(wrapper, signal);
  wrappers.giveBack(wrapper);
  if (code === wrapperExit.broken) throw new Error(wrapper.lastWords);
  return { wrapper, code };
}

/** Runs a command in a folder of its own, where nothing ran before; for work that is not a step. */
export const runCommandHere = (
  spec: CommandSpec,
  directory: string,
  options: StepCommandOptions,
): Promise<CommandResult> => runOrAdopt(directory, async () => spec, options);

/** Waits until a wrapper of an earlier runner has written its result or is gone. */
async function adopt(directory: string, claim: Claim, signal: AbortSignal): Promise<void> {
  const folder = watchFor(directory, basename(exitFile(directory)));
  let giveUpAt = Number.POSITIVE_INFINITY;
  const onAbort = (): void => {
    giveUpAt = Date.now() + longestStop;
    tellToStop(directory, claim.pid);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!existsSync(exitFile(directory)) && isAlive(claim.pid, claim.startTime)) {
      if (Date.now() > giveUpAt) process.kill(claim.pid, 'SIGKILL');
      await folder.next();
    }
  } finally {
    folder.close();
    signal.removeEventListener('abort', onAbort);
  }
}

/** `next` resolves when the file appears, or after a while; some file systems cannot be watched. */
function watchFor(directory: string, name: string): { next(): Promise<void>; close(): void } {
  let wake: () => void = () => undefined;
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(directory, (_, changed) => changed === name && wake());
    watcher.on('error', () => undefined);
  } catch {
    // Then only the poll helps.
  }
  return {
    next: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, adoptedPoll);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    close: () => watcher?.close(),
  };
}

/** The wrapper's exit code, `null` when a signal ended it. */
async function untilGone(wrapper: Wrapper, signal: AbortSignal): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    tellToStop(wrapper.directory, wrapper.pid);
    timer = setTimeout(() => wrapper.kill(), longestStop);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await wrapper.gone;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function tellToStop(directory: string, pid: number): void {
  if (process.platform === 'win32') {
    writeFileSync(stopFile(directory), '');
    return;
  }
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It ended in this moment.
  }
}

/** Ends what a dead wrapper left behind and frees the step's folder for another. */
async function clearAfter(directory: string, claim: Claim): Promise<void> {
  const { pid = 0, since = 0 } = readStarted(directory) ?? {};
  if (process.platform === 'win32') endWindowsTree(pid);
  else if (claim.tag !== '') {
    const family = new Family(processTable(), claim.tag, since, pid);
    await endFamily(family, stopPatience);
    // A process that was being started when the wrapper died gets its tag in the next moment.
    await sleep(20);
    const { left } = await endFamily(family, stopPatience);
    if (left > 0) throw new Error(`${left} processes of a step that was cut off cannot be ended. End them by hand.`);
  }
  rmSync(commandFile(directory), { force: true });
  rmSync(stopFile(directory), { force: true });
  rmSync(pidFile(directory), { force: true });
}

/** Makes sure that no wrapper ever begins this step, not even one that a dead runner started and that is still on its way. */
async function seal(directory: string): Promise<CommandResult> {
  const now = Date.now();
  const how = { ended: 'stopped', exitCode: null, startedAt: now, finishedAt: now } as const;
  const stopped: CommandResult = { ...how, outputBytes: 0, tail: '', survivors: 0 };
  if (!claimStep(directory, { pid: 0, startTime: '', tag: '' })) {
    const claim = readClaim(directory);
    if (claim !== undefined) await adopt(directory, claim, AbortSignal.abort());
    const finished = readResult(directory);
    if (finished !== undefined) return finished;
    if (claim !== undefined) await clearAfter(directory, claim);
    return seal(directory);
  }
  writeAtomically(exitFile(directory), `${JSON.stringify(stopped)}\n`);
  return stopped;
}

function readResult(directory: string): CommandResult | undefined {
  let text: string;
  try {
    text = readFileSync(exitFile(directory), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return commandResultSchema.parse(JSON.parse(text));
}
