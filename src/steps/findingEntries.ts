import { withWhys } from '../memory/noteWhy.ts';
import { standingOf, untilOf } from '../memory/standing.ts';
import type { InboxEntry } from '../model/inbox.ts';
import type { Finding, LoopMemory } from '../model/memory.ts';
import type { StepWorld } from './stepWorld.ts';

export const findingEntryId = (loop: string, finding: string): string => `finding:${loop}:${finding}`;

/**
 * Brings the inbox to what a loop remembers: a finding that is open is there, one that somebody decided on, or that is
 * gone, is not. Done twice it is done once.
 */
export async function tellFindings(
  { inbox }: { readonly inbox: Pick<StepWorld['inbox'], 'raise' | 'close'> },
  { loop, findings }: Pick<LoopMemory, 'loop' | 'findings'>,
  at: number,
): Promise<void> {
  for (const finding of findings) {
    if (standingOf(finding, at) === 'open') {
      await inbox.raise(entryOf(finding, newsAt(finding, at)));
    } else {
      await inbox.close({ id: findingEntryId(loop, finding.id), at, ...overBecause(finding, at) });
    }
  }
}

/** Says in a loop's memory and in the inbox why findings are for a person. */
export async function noteWhys(
  world: Pick<StepWorld, 'memory' | 'inbox'>,
  loop: string,
  whys: ReadonlyMap<string, string>,
  at: number,
): Promise<void> {
  if (whys.size === 0) return;
  const written = await world.memory.update(loop, `${loop}: why it waits`, (memory) => withWhys(memory, whys));
  // It says more of what is known already: where it cannot be written, nothing is lost.
  if (written.ok && written.value !== undefined) await tellFindings(world, written.value.memory, at);
}

const mostText = 2000;

function entryOf(finding: Finding, at: number): InboxEntry {
  const { id, loop, title, body, suggestion, why, severity = 'medium' } = finding;
  const [run, item] = finding.run.split('/', 2);
  const said = [
    body ?? suggestion ?? 'Found by the loop; nobody has decided on it.',
    ...(why === undefined ? [] : [why]),
  ];
  return {
    id: findingEntryId(loop, id),
    kind: 'finding',
    loop,
    ...(run === undefined ? {} : { run }),
    ...(item === undefined ? {} : { item }),
    about: id,
    title: `${title}${placeOf(finding)}`,
    why: said.join(' ').slice(0, mostText),
    at,
    severity,
    actions: ['decide', 'dismiss', 'snooze'],
  };
}

const placeOf = ({ file, line }: Finding): string =>
  file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;

/**
 * Since when it is news: to see the same again is none, but that what it says is another is, that it waits again, and that
 * "later" is over. All of that is in the memory, so that whoever tells it after a crash tells the same.
 */
function newsAt({ foundAt, changedAt, reopenedAt = 0, decision }: Finding, now: number): number {
  const until = decision?.what === 'later' ? untilOf(decision) : 0;
  return Math.max(foundAt, changedAt, reopenedAt, until <= now ? until : 0);
}

function overBecause(finding: Finding, now: number): { readonly why: string; readonly by?: string } {
  const { decision, closedWhy = 'it is gone' } = finding;
  if (decision === undefined || standingOf(finding, now) === 'closed') return { why: `Closed: ${closedWhy}.` };
  return { why: `Decided: ${decision.what}.`, by: decision.by };
}
