import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunDetail } from '../../src/model/shapes.ts';
import { type StepKind, type StepResult, stepSchemas } from '../../src/model/steps.ts';
import type { LoopRepository } from './loopRepository.ts';

/** The newest run of a loop, once it has had `count` and this one waits for a person or has ended. */
export async function nthRun(repository: LoopRepository, loop: string, count: number): Promise<RunDetail> {
  for (const end = Date.now() + 150_000; Date.now() < end; await delay(100)) {
    const runs = (await repository.ask('runs', {})).runs.filter((run) => run.loop === loop);
    const [newest] = runs;
    if (runs.length === count && newest !== undefined && newest.status !== 'running') {
      return repository.ask('show', { run: newest.id });
    }
  }
  const { receipts } = await repository.ask('schedule', { receipts: 20 });
  throw new Error(`${loop} has no run ${count} that rests: ${JSON.stringify(receipts)}\n${await repository.log()}`);
}

/** What a step came to, from the journal; fails where it is not done. */
export async function resultOf<K extends StepKind>(
  repository: LoopRepository,
  run: string,
  kind: K,
  key: string,
): Promise<StepResult<K>> {
  for (const { event } of await repository.ask('events', { run, from: 0 })) {
    if (event.type === 'step.finished' && event.key === key && event.outcome.status === 'done') {
      return stepSchemas[kind].result.parse(event.outcome.result) as StepResult<K>;
    }
  }
  throw new Error(`run ${run} has not done ${key}`);
}

/** A file that a role was given, such as `memory.md` or `feedback.md`. */
export async function givenTo(repository: LoopRepository, run: string, step: string, file: string): Promise<string> {
  const steps = join(repository.commonDir, 'loopwright', 'runs', run, 'steps');
  const folder = (await readdir(steps)).find((name) => name.startsWith(`${step.replaceAll('/', '-')}.`));
  if (folder === undefined) throw new Error(`run ${run} has no folder for ${step}`);
  return readFile(join(steps, folder, file), 'utf8');
}

export async function logOf(repository: LoopRepository, run: string, step: string): Promise<string> {
  return (await repository.ask('readLog', { run, step, offset: 0 })).text;
}
