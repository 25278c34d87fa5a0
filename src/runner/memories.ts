import { gitDate } from '../git/identity.ts';
import { documentAt, updateState } from '../git/stateChain.ts';
import { decide } from '../memory/decide.ts';
import { renderState } from '../memory/document.ts';
import { withLesson } from '../memory/merge.ts';
import { mergeEdits } from '../memory/mergeEdits.ts';
import { reviseState } from '../memory/reviseState.ts';
import { findingOf } from '../memory/standing.ts';
import { type Decision, emptyMemory, type LoopMemory } from '../model/memory.ts';
import type { Identity } from '../model/steps.ts';
import type { RunnerParams, RunnerReply } from '../protocol/runner.ts';
import { findingEntryId, tellFindings } from '../steps/findingEntries.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import type { Inbox } from './inbox.ts';
import { orRefuse, Refused } from './refusal.ts';

type World = Pick<StepWorld, 'repository' | 'memory' | 'now'>;

/** What people say about what a loop remembers. Each is a commit on the loop's chain; nothing of it is lost. */

export async function readDocument(world: World, loop: string): Promise<RunnerReply<'state'>> {
  const state = orRefuse(await world.memory.read(loop));
  if (state === undefined) return { document: renderState(emptyMemory(loop), world.now()) };
  return { document: state.document, head: state.head };
}

export async function writeDocument(
  world: World,
  inbox: Inbox,
  { loop, head, document, by }: RunnerParams<'writeState'> & { readonly by: Identity },
): Promise<void> {
  const now = world.now();
  const base =
    head === undefined ? renderState(emptyMemory(loop), now) : orRefuse(await documentAt(world.repository, loop, head));
  const name = `${by.name} <${by.email}>`;
  const written = orRefuse(
    await updateState(world.repository, loop, {
      message: `Edited by ${by.name}`,
      authorship: { author: by, date: gitDate(now) },
      change: (old) =>
        reviseState(old, { loop, now }, (memory) => {
          const merged = mergeEdits(memory, { base, edited: document, now, by: name });
          if (merged.ok) return merged.value;
          throw new Refused(
            'document-too-long',
            `The document has ${merged.error.bytes} bytes, ${merged.error.limit} is the most. Shorten it and write it again.`,
          );
        }),
    }),
  );
  if (written === undefined) return;
  await tellFindings({ inbox }, written.memory, now);
}

/** Takes a decision on a finding into the loop's memory, where the next run reads it, and out of the inbox. */
export async function decideOn(
  world: World,
  inbox: Inbox,
  { loop, finding, what, until, note, by }: RunnerParams<'decide'> & { readonly by: string },
): Promise<void> {
  const at = world.now();
  const decision: Decision = {
    finding,
    what,
    by,
    at,
    ...(until === undefined ? {} : { until }),
    ...(note === undefined ? {} : { note }),
  };
  const known = orRefuse(await world.memory.read(loop));
  if (known === undefined || findingOf(known.memory, finding) === undefined) {
    throw new Refused(
      'unknown-finding',
      `${loop} knows no finding ${finding}. \`loopwright state ${loop}\` lists them.`,
    );
  }
  orRefuse(await world.memory.update(loop, `${what}: ${finding}`, (memory) => decided(memory, decision)));
  await inbox.close({ id: findingEntryId(loop, finding), why: `Decided: ${what}.`, at, by });
}

function decided(memory: LoopMemory, decision: Decision): LoopMemory {
  const taken = decide(memory, decision);
  return taken.ok ? taken.value : memory;
}

/** The answer to a question of an agent is a lesson for the runs to come, and `heard` by the agent where it works still. */
export async function replyTo(
  world: World & Pick<StepWorld, 'questions'>,
  inbox: Inbox,
  { id, text, by }: { readonly id: string; readonly text: string; readonly by: string },
): Promise<RunnerReply<'reply'>> {
  const entry = inbox.find(id);
  if (entry?.kind !== 'question') {
    throw new Refused('unknown-question', `There is no open question ${id}. \`loopwright inbox\` lists what waits.`);
  }
  const at = world.now();
  const lesson = { text: `Asked: ${entry.why} Answer: ${text}`.replace(/\s+/gu, ' '), at, by };
  orRefuse(
    await world.memory.update(entry.loop, 'An answer', (memory) => ({
      ...memory,
      lessons: withLesson(memory.lessons, lesson),
    })),
  );
  await inbox.close({ id, why: 'Answered.', at, by });
  return { heard: await world.questions.answer(id, text) };
}
