import { renderState } from '../memory/document.ts';
import type { LoopMemory } from '../model/memory.ts';

/** The state document as a role gets it: only the parts that the loop carries. */
export function carried(memory: LoopMemory, carry: readonly string[], now: number): string {
  const has = (part: string): boolean => carry.includes(part);
  return renderState(
    {
      ...memory,
      findings: has('findings') ? memory.findings : [],
      items: has('attempts') ? memory.items : [],
      lessons: has('lessons') ? memory.lessons : [],
      verdicts: has('verdicts') ? memory.verdicts : [],
      decisions: has('decisions') ? memory.decisions : [],
    },
    now,
  );
}
