import { readSkills } from '../../definitions/skills.ts';
import type { DryRunWorld } from '../../dryRun/world.ts';
import { problemText } from '../../git/problemText.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import { isDriven } from '../../model/agents.ts';
import type { RunStart } from '../../model/event.ts';
import type { Loop } from '../../model/loopFile.ts';
import { ok, type Result } from '../../model/result.ts';
import { Refused } from '../../runner/refusal.ts';
import { planRun } from '../../runner/runStart.ts';
import { baseFiles } from '../../steps/baseFiles.ts';
import { editorModels } from '../doctor/editorModels.ts';
import type { Failure } from '../ending.ts';
import type { Invocation } from '../world.ts';
import { agentsHere } from './agentsHere.ts';
import type { Asked } from './asked.ts';
import { givenItems } from './givenItems.ts';
import { likelySpend } from './likelySpend.ts';
import type { LoopSource } from './readLoop.ts';
import { sourceItems } from './sourceItems.ts';

/**
 * What there is around a loop: whether a run could start and from what, agents, skills, items, past spending. The same code
 * looks that plans a run. No runner is started, and no command but the one that finds items, where that is asked for.
 */
export async function lookAround(
  invocation: Invocation,
  source: LoopSource,
  asked: Asked,
): Promise<Result<DryRunWorld, Failure>> {
  const { file, loop, problems, root } = source;
  const now = Date.now();
  const given = await givenItems(invocation, loop, asked);
  if (!given.ok) return given;
  const opened = await openRepository(root);
  const known = { file, now, problems, inputs: asked.inputs, agents: await agentsOf(loop, invocation) };
  if (!opened.ok) return ok({ ...known, items: given.value, obstacles: [problemText(opened.error)] });
  const { start, obstacles } = await planned(invocation, opened.value, source, asked, now);
  const base = start?.base ?? opened.value.head;
  const place = { invocation, repository: opened.value, loop, base, inputs: start?.inputs ?? {}, now };
  const items = given.value === undefined ? await sourceItems(place, asked.discover) : given;
  if (items?.ok === false) return items;
  return ok({
    ...known,
    items: items?.value,
    obstacles,
    commit: base,
    repositoryDay: start?.repositoryDay,
    skillFile: await skillFiles(loop, opened.value, base),
    likely: likelySpend(opened.value.commonDir, file),
  });
}

/** Asks the programs only where one of them may be taken. */
async function agentsOf({ roles }: Loop, { env }: Invocation) {
  const asks = Object.values(roles).some(({ agent }) => agent === 'auto' || isDriven(agent));
  return asks ? agentsHere(env) : undefined;
}

interface Planned {
  /** What a run would be pinned to; absent where something is in the way of it. */
  readonly start?: RunStart;
  readonly obstacles: readonly string[];
}

/** Plans a run as `run` does, and then as `run --uncommitted` does where that alone is in the way. */
async function planned(
  invocation: Invocation,
  { root }: Repository,
  { file, loop }: LoopSource,
  { inputs }: Asked,
  now: number,
): Promise<Planned> {
  const asksEditor = Object.values(loop.roles).some(({ agent }) => agent === 'vscode');
  const models = asksEditor ? await editorModels(invocation) : [];
  const windows = { some: async () => models.length > 0 };
  const plan = async (uncommitted: boolean): Promise<RunStart | Refused> => {
    try {
      return await planRun(root, { file, uncommitted, inputs }, now, windows);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  };
  const first = await plan(false);
  if (!(first instanceof Refused)) return { start: first, obstacles: [] };
  const { code, message } = first.refusal;
  // What is wrong with inputs the dry run itself tells, each with its name.
  const told = code === 'bad-input' ? [] : [message];
  if (code !== 'uncommitted') return { obstacles: told };
  const second = await plan(true);
  if (!(second instanceof Refused)) return { start: second, obstacles: told };
  return { obstacles: second.refusal.code === 'bad-input' ? told : [...told, second.refusal.message] };
}

async function skillFiles({ roles }: Loop, repository: Repository, base: string): Promise<DryRunWorld['skillFile']> {
  const files = baseFiles(repository, base);
  const found = new Map<string, string>();
  for (const name of new Set(Object.values(roles).flatMap(({ skills = [] }) => skills))) {
    const read = await readSkills(files, [name]);
    if (read.ok) for (const skill of read.value) found.set(skill.name, `${skill.folder}/SKILL.md`);
  }
  return (name) => found.get(name) ?? null;
}
