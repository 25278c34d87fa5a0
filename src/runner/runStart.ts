import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { worktreesPrefix } from '../git/dataFolder.ts';
import { readIdentity } from '../git/identity.ts';
import { findCommit, readBlob, resolveCommit } from '../git/objects.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { describe } from '../language/describe.ts';
import { parseLoop, pinnedLoop } from '../language/parseLoop.ts';
import { parseSettings } from '../language/settings.ts';
import { branchName } from '../model/branchName.ts';
import { branchTemplate } from '../model/branchTemplate.ts';
import type { RunStart } from '../model/event.ts';
import type { Trigger } from '../model/firing.ts';
import type { Settings } from '../model/loop/budget.ts';
import type { Loop } from '../model/loopFile.ts';
import type { TakenUp } from '../model/takenUp.ts';
import { baseFiles } from '../steps/baseFiles.ts';
import { inputsOf } from '../triggers/inputs.ts';
import type { ModelWindows } from './modelWindows.ts';
import { orRefuse, Refused } from './refusal.ts';
import { missingPart, type PartsWorld } from './roleParts.ts';
import { newRunId } from './runId.ts';
import { definitionOf } from './triggers/committedLoops.ts';

export interface StartRequest {
  readonly file: string;
  readonly uncommitted: boolean;
  readonly inputs?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** A start that no person asked for: of a definition that a person has allowed, whatever the checkout looks like. */
export interface FiredStart {
  readonly file: string;
  /** Full name of a branch, a tag or a commit. */
  readonly base: string;
  /** Digest that was allowed. */
  readonly definition: string;
  readonly run: string;
  readonly trigger: Trigger;
}

/** What a run of the loop in `file` is pinned to, or the refusal that says what is missing. Writes nothing. */
export async function planRun(
  root: string,
  request: StartRequest,
  now: number,
  windows: Pick<ModelWindows, 'some'>,
): Promise<RunStart> {
  const repository = orRefuse(await openRepository(root));
  const file = fileInside(root, request.file);
  const source = await readLoopFile(root, file);
  const loop = readable(file, source);
  const base = orRefuse(
    await resolveCommit(repository, loop.isolation.base ?? repository.currentBranch ?? repository.head),
  );
  const committed = (await committedText(repository, base, file)) === source;
  if (!committed && !request.uncommitted) {
    throw new Refused(
      'uncommitted',
      `${file} is not committed as it stands in ${loop.isolation.base ?? 'the branch that is checked out'}. Commit it, or run it as it stands with --uncommitted.`,
    );
  }
  const run = newRunId(now);
  const trigger: Trigger = { kind: 'manual', id: `manual:${run}`, at: now, about: 'a person' };
  const home = repository.currentBranch;
  return pin(
    repository,
    { file, source, committed, base, home, loop, run, trigger, inputs: request.inputs ?? {} },
    now,
    () => windows.some(),
  );
}

/** The same for a firing: all is read from the base. */
export async function planFiredRun(
  root: string,
  fired: FiredStart,
  now: number,
  windows: Pick<ModelWindows, 'mayBeAsked'>,
): Promise<RunStart> {
  const repository = orRefuse(await openRepository(root));
  const { file, run, trigger } = fired;
  const base = orRefuse(await resolveCommit(repository, fired.base));
  const source = await committedText(repository, base, file);
  if (source === undefined || definitionOf(source) !== fired.definition) {
    throw new Refused(
      'held',
      `${file} is not the definition that was enabled any more. Look at it, then enable it again.`,
    );
  }
  const loop = readable(file, source);
  const home = fired.base;
  return pin(
    repository,
    { file, source, committed: true, base, home, loop, run, trigger, inputs: {} },
    now,
    async () => windows.mayBeAsked,
  );
}

/**
 * The same for a run that takes an item up which an earlier run left: definition, base, inputs and where it goes are the
 * earlier run's, whatever the checkout looks like by now.
 */
export async function planRetry(
  root: string,
  { earlier, retry }: { readonly earlier: RunStart; readonly retry: TakenUp },
  now: number,
  windows: Pick<ModelWindows, 'some'>,
): Promise<RunStart> {
  const repository = orRefuse(await openRepository(root));
  const { file, source, committed, base, deliver, inputs } = earlier;
  const loop = readable(file, source);
  const run = newRunId(now);
  const about = `iteration ${retry.iteration} of ${retry.item.key} in run ${retry.run}`.slice(0, mostAbout);
  const trigger: Trigger = { kind: 'manual', id: `manual:${run}`, at: now, about };
  const home = deliver.into === '' ? undefined : deliver.into;
  const pinned = { file, source, committed, base, home, loop, run, trigger, inputs };
  return { ...(await pin(repository, pinned, now, () => windows.some())), deliver, retry };
}

/** Characters that a trigger tells of itself. */
const mostAbout = 500;

interface Pinned {
  readonly file: string;
  readonly source: string;
  readonly committed: boolean;
  readonly base: string;
  /** Full name of the branch to land on where the loop names none. */
  readonly home: string | undefined;
  readonly loop: Loop;
  readonly run: string;
  readonly trigger: Trigger;
  readonly inputs: NonNullable<StartRequest['inputs']>;
}

async function pin(
  repository: Repository,
  { file, source, committed, base, home, loop, run, trigger, inputs }: Pinned,
  now: number,
  hasModels: PartsWorld['hasModels'],
): Promise<RunStart> {
  const machine = { platform: process.platform, env: process.env, home: homedir() };
  const missing = await missingPart(loop, baseFiles(repository, base), {
    env: process.env,
    hasModels,
  });
  if (missing !== undefined) throw new Refused('missing-part', `${loop.name} cannot run: ${missing}`);
  const understand = understandingAsked(loop);
  const day = (await settingsAt(repository, base)).budget['per-day'];
  return {
    run,
    loop: loop.name,
    file,
    source,
    definition: definitionOf(source),
    committed,
    trigger,
    inputs: inputsFor(loop, inputs),
    base,
    deliver: { as: loop.deliver.as, into: await target(repository, loop, home), squash: loop.deliver.squash },
    ...(understand === undefined ? {} : { understand }),
    branch: branchTemplate(loop),
    worktrees: worktreesPrefix(machine, repository, run),
    ...(day === undefined ? {} : { repositoryDay: dayLimit(day) }),
    by: orRefuse(await readIdentity(repository)),
    startedAt: now,
  };
}

/** The loop of a definition that was readable when its run began. Throws a `Refused` that says what is wrong with it now. */
export function loopOf(start: Pick<RunStart, 'file' | 'source'>): Loop {
  return pinnedLoop(start.source) ?? readable(start.file, start.source);
}

function fileInside(root: string, file: string): string {
  const inside = relative(root, resolve(root, file));
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw new Refused(
      'outside',
      `${file} is not inside the repository ${root}. A loop file lies in its .loops folder.`,
    );
  }
  return inside.split(sep).join('/');
}

async function readLoopFile(root: string, file: string): Promise<string> {
  try {
    return withUnixLines(await readFile(resolve(root, file), 'utf8'));
  } catch {
    throw new Refused(
      'no-such-loop',
      `There is no loop file ${file}. \`loopwright validate\` lists the ones there are.`,
    );
  }
}

/** The same text whether git turned the line ends of the checkout or not. */
const withUnixLines = (text: string): string => text.replaceAll('\r\n', '\n');

function readable(file: string, source: string): Loop {
  const { loop, problems } = parseLoop(source, { path: file });
  if (loop !== undefined) return loop;
  const errors = problems.filter((problem) => problem.severity === 'error');
  const lines = errors.slice(0, 5).map((problem) => `${file}:${problem.range.start.line + 1}: ${describe(problem)}`);
  throw new Refused(
    'invalid-loop',
    `The loop has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}.\n${lines.join('\n')}`,
  );
}

/** The loop file as it is committed in the base; undefined where it has none. */
async function committedText(repository: Repository, base: string, file: string): Promise<string | undefined> {
  const blob = orRefuse(await readBlob(repository, base, file));
  return blob === undefined ? undefined : withUnixLines(blob.toString('utf8'));
}

/** The full name of the branch that a merge lands on. */
async function target(repository: Repository, loop: Loop, home: string | undefined): Promise<string> {
  const { into, as } = loop.deliver;
  const named = into ?? loop.isolation.base;
  const full = named === undefined ? home : `refs/heads/${named}`;
  if (as !== 'merge' && as !== 'pull-request') return full ?? '';
  if (full === undefined) {
    throw new Refused(
      'no-target',
      'HEAD is detached, so there is no branch to land on. Check one out, or name it in deliver.into.',
    );
  }
  if ((await findCommit(repository, full)) === undefined) {
    const name = branchName(full);
    throw new Refused('no-target', `There is no branch ${name} to land on. Name one in deliver.into.`);
  }
  return full;
}

/** What must be answered by whoever lets a change through: the most that any gate asks for. */
function understandingAsked({ gates, deliver }: Loop): RunStart['understand'] {
  const asking = gates.flatMap(({ before, comprehension }) =>
    comprehension !== undefined && (before === 'deliver' || deliver.as === 'merge') ? [comprehension] : [],
  );
  if (asking.length === 0) return undefined;
  return {
    questions: Math.max(...asking.map(({ questions }) => questions)),
    pass: Math.max(...asking.map(({ pass }) => pass)),
    ...(asking.every(({ enforce }) => enforce === 'advisory') && { isAdvisory: true }),
  };
}

/** The values of a loop's inputs, each of its declared type; the refusal names what is missing or wrong. */
function inputsFor(loop: Loop, given: NonNullable<StartRequest['inputs']>): RunStart['inputs'] {
  const inputs = inputsOf(loop.on.manual?.inputs ?? {}, given);
  if (inputs.ok) return inputs.value;
  throw new Refused('bad-input', `${loop.name}: ${inputs.error.join(' ')}`);
}

const settingsFile = '.loops/settings.yaml';

/** What holds for all loops, as it is committed in the base. */
export async function settingsAt(repository: Pick<Repository, 'commonDir'>, base: string): Promise<Settings> {
  const blob = orRefuse(await readBlob(repository, base, settingsFile));
  const { settings, problems } = parseSettings(blob?.toString('utf8') ?? '{}');
  if (settings !== undefined) return settings;
  const [first] = problems;
  const what = first === undefined ? 'it cannot be read' : `line ${first.range.start.line + 1}: ${describe(first)}`;
  throw new Refused('invalid-settings', `${settingsFile} has an error, so no run can start: ${what}`);
}

function dayLimit(day: NonNullable<Settings['budget']['per-day']>): NonNullable<RunStart['repositoryDay']> {
  const { 'max-tokens': tokens, 'max-cost-usd': costUsd } = day;
  return { ...(tokens === undefined ? {} : { tokens }), ...(costUsd === undefined ? {} : { costUsd }) };
}
