import type { CodeReading } from '../../../../src/comprehension/codeReading.ts';
import type { Item } from '../../../../src/comprehension/item.ts';
import type { NothingToAsk } from '../../../../src/comprehension/nothingToAsk.ts';
import { promptsAbout } from '../../../../src/comprehension/promptsAbout.ts';
import { outlined, ReviewedWorld, type Texts } from '../reviewedWorld.ts';

/** One changed file among the files around it. */
export interface CorpusChange {
  /** Names it among all: `package@a..b path`. */
  readonly title: string;
  readonly project: string;
  readonly language: string;
  /** What was done to it. */
  readonly edit: string;
  readonly path: string;
  readonly base: Texts;
  readonly head: Texts;
}

/** What the makers had to ask about a change. */
export interface AskedChange {
  readonly change: CorpusChange;
  readonly items: readonly Item[];
  /** Why there are no more, where that was reached. */
  readonly end?: NothingToAsk;
  /** Processor time from the change to its first item or to knowing that there is none, its outline included. */
  readonly firstSeconds: number;
}

const never = new AbortController().signal;

/** The first prompts about a change whose checks cannot be run, so many at most. */
export async function askAbout(change: CorpusChange, code: CodeReading, most: number): Promise<AskedChange> {
  const began = process.cpuUsage();
  const { base, head } = change;
  const outline = await outlined({ base, head });
  const world = new ReviewedWorld({ base, head, seed: change.title });
  const source = promptsAbout(outline, world, code, never);
  const items: Item[] = [];
  let firstSeconds: number | undefined;
  for (;;) {
    const { done, value } = await source.next();
    firstSeconds ??= secondsSince(began);
    if (done) return { change, items, end: value, firstSeconds };
    items.push(value);
    if (items.length === most) return { change, items, firstSeconds };
  }
}

function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}
