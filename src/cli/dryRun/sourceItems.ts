import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentPrograms } from '../../agents/agentPrograms.ts';
import { runnerFolder } from '../../client/runnerFolder.ts';
import type { KnownItems } from '../../dryRun/world.ts';
import { cageOf } from '../../engine/cageOf.ts';
import { createDetachedWorktree } from '../../git/createWorktree.ts';
import { worktreesPrefix } from '../../git/dataFolder.ts';
import { problemText } from '../../git/problemText.ts';
import { removeWorktree } from '../../git/removeWorktree.ts';
import type { Repository } from '../../git/repository.ts';
import { runOrAdopt } from '../../journal/step/stepCommand.ts';
import { WrapperPool } from '../../journal/step/wrapperPool.ts';
import { outputFile } from '../../journal/stepFolder.ts';
import type { Loop } from '../../model/loopFile.ts';
import type { RawItem } from '../../model/readItems.ts';
import { ok, type Result } from '../../model/result.ts';
import type { StepInput } from '../../model/steps.ts';
import { newRunId } from '../../runner/runId.ts';
import { cagesOf } from '../../sandbox/cages.ts';
import { sortItems } from '../../steps/chooseItems.ts';
import { loopMemories } from '../../steps/loopMemories.ts';
import { rawItems, type SourceWorld } from '../../steps/surveying.ts';
import { type Failure, fail } from '../ending.ts';
import type { Invocation } from '../world.ts';

export interface SourcePlace {
  readonly invocation: Invocation;
  readonly repository: Repository;
  readonly loop: Loop;
  /** The commit that a run would start from. */
  readonly base: string;
  readonly inputs: StepInput<'discover'>['inputs'];
  readonly now: number;
}

/**
 * The items of a loop as a run would find them, read and chosen by the same code; what would be written is not. A file and
 * findings are read as they are; a command is run only with `discover`, in a fresh checkout and in the cage of the loop.
 * Undefined where nothing was looked at.
 */
export async function sourceItems(
  place: SourcePlace,
  discover: boolean,
): Promise<Result<KnownItems, Failure> | undefined> {
  const { items } = place.loop;
  if (items === undefined || ('run' in items.from && !discover)) return undefined;
  const run = newRunId(place.now);
  const input = { ...inputFor(place, items), worktree: worktreeFor(place, run) };
  const raw = 'run' in items.from ? await commandItems(place, input, run) : await plainItems(place, input);
  if (!raw.ok) return fail('no-items', `The items could not be found: ${raw.error}`);
  const world = { memory: memoriesOf(place), busyItems: () => new Map<string, string>() };
  const sorted = await sortItems(world, { ...input, run }, raw.value);
  if (sorted.status === 'failed') return fail('no-items', `The items could not be found: ${sorted.reason}`);
  const taken = sorted.items.length;
  const words = `${howRead(items.from)}: ${sorted.found} there, of which a run would take up ${taken}.`;
  return ok({
    known: 'found',
    words: taken === 0 ? `${words} The item below is made up.` : words,
    count: sorted.found,
    items: sorted.items,
    left: sorted.left,
  });
}

type Items = NonNullable<Loop['items']>;

function howRead(from: Items['from']): string {
  if ('run' in from) return 'The command was run in a fresh checkout';
  return 'file' in from ? 'Read from the commit that a run would start from' : 'The open findings as they are now';
}

const memoriesOf = ({ repository, now }: SourcePlace) => loopMemories(repository, () => now);

function inputFor({ loop, base, inputs, now }: SourcePlace, { from, format, key, where, max, retry }: Items) {
  return {
    loop: loop.name,
    base,
    from: 'run' in from ? { run: from.run, timeoutSeconds: from['timeout-minutes'] * 60 } : from,
    format,
    max,
    retry,
    inputs,
    ...cageOf(loop),
    at: now,
    ...(key === undefined ? {} : { key }),
    ...(where === undefined ? {} : { where }),
  };
}

function worktreeFor({ repository, invocation }: SourcePlace, run: string): string {
  const machine = { platform: process.platform, env: invocation.env, home: homedir() };
  return `${worktreesPrefix(machine, repository, run)}-run`;
}

function sourceWorld(place: SourcePlace): SourceWorld {
  const { repository, invocation } = place;
  const { programs, env } = invocation;
  return {
    repository,
    programs: agentPrograms(programs),
    environment: env,
    cages: cagesOf(env),
    memory: memoriesOf(place),
    now: Date.now,
  };
}

const noCommand = (): Promise<never> => Promise.reject(new Error('No command runs for a file or for findings.'));

function plainItems(place: SourcePlace, input: StepInput<'discover'>): Promise<Result<readonly RawItem[], string>> {
  const { signal } = place.invocation;
  const context = { runId: '', key: 'run/discover', directory: '', log: '', signal, command: noCommand };
  return rawItems(sourceWorld(place), input, context);
}

/** Runs the command under the step wrapper, and leaves neither the checkout nor what it printed. */
async function commandItems(
  place: SourcePlace,
  input: StepInput<'discover'>,
  run: string,
): Promise<Result<readonly RawItem[], string>> {
  const { repository, invocation, base } = place;
  const { signal } = invocation;
  const path = input.worktree;
  // The cage hides what runners keep there, and can only hide what is there.
  const kept = runnerFolder(repository.commonDir);
  const isNew = (await mkdir(kept, { recursive: true, mode: 0o700 })) !== undefined;
  const directory = await mkdtemp(join(tmpdir(), 'loopwright-discover-'));
  const wrappers = new WrapperPool(
    { node: process.execPath, script: join(invocation.programs, 'step.js') },
    { spare: false },
  );
  try {
    const made = await createDetachedWorktree({ repo: repository, path, base, lockReason: `dry run ${run}`, signal });
    if (!made.ok) return { ok: false, error: problemText(made.error) };
    const log = outputFile(directory);
    const command: Parameters<typeof rawItems>[2]['command'] = (specify, own) =>
      runOrAdopt(directory, specify, { signal: own ?? signal, wrappers });
    return await rawItems(sourceWorld(place), input, {
      runId: run,
      key: 'run/discover',
      directory,
      log,
      signal,
      command,
    });
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  } finally {
    wrappers.close();
    await removeWorktree({ repo: repository, path, force: true });
    await rm(directory, { recursive: true, force: true });
    // A runner may have come meanwhile; then it is not empty.
    if (isNew) await rmdir(kept).catch(() => undefined);
  }
}
