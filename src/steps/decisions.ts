import * as z from 'zod';
import { decide } from '../memory/decide.ts';
import type { Decision } from '../model/memory.ts';
import { readItems } from '../model/readItems.ts';
import type { StepInput } from '../model/steps.ts';
import { findingId } from './chooseItems.ts';
import { tellFindings } from './findingEntries.ts';
import { orFail } from './gitAnswer.ts';
import type { StepWorld } from './stepWorld.ts';

/** What a command tells of a decision that somebody made elsewhere. */
const heardSchema = z.object({
  key: z.string().min(1).max(512),
  decision: z.enum(['do', 'not-now', 'never', 'later']),
  by: z.string().min(1).max(200),
  /** ISO 8601; now where it is left out. */
  at: z.iso.datetime({ offset: true }).optional(),
  note: z.string().max(1000).optional(),
});

/** Most lines that are told as not understood. */
const mostProblems = 20;

/** Takes decisions of people from the output of a command into the memory of the loop. The same one again is the same. */
export async function hearDecisions(
  world: StepWorld,
  { loop, at }: Pick<StepInput<'hear'>, 'loop' | 'at'>,
  output: string,
): Promise<{ taken: number; problems: string[] }> {
  const lines = readItems(output, 'json');
  if (!lines.ok) return { taken: 0, problems: [lines.error] };
  const problems: string[] = [];
  const decisions: Decision[] = [];
  for (const [index, { data }] of lines.value.entries()) {
    const heard = heardSchema.safeParse(data);
    if (!heard.success) {
      const [issue] = heard.error.issues;
      problems.push(
        `Decision ${index + 1}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not understood'}`,
      );
      continue;
    }
    const { key, decision, by, note, at: when } = heard.data;
    decisions.push({
      finding: findingId(loop, key),
      what: decision,
      by,
      at: when === undefined ? at : Date.parse(when),
      ...(note === undefined ? {} : { note }),
    });
  }
  let taken = 0;
  const written = orFail(
    await world.memory.update(loop, `Decisions heard by ${loop}`, (memory) => {
      taken = 0;
      return decisions.reduce((before, decision) => {
        const decided = decide(before, decision);
        if (!decided.ok) {
          problems.push(`There is no finding ${decision.finding} to decide on.`);
          return before;
        }
        if (decided.value !== before) taken += 1;
        return decided.value;
      }, memory);
    }),
  );
  if (written !== undefined) await tellFindings(world, written.memory, at);
  return { taken, problems: [...new Set(problems)].slice(0, mostProblems) };
}
