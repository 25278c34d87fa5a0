import type { AgentRole } from '../model/agents.ts';
import { isDriven } from '../model/agents.ts';
import { checkEvidence, checkerText, judgeText, metricEvidence } from '../model/briefTexts.ts';
import type { Loop, Role } from '../model/loopFile.ts';
import { type Asking, commandInput, rolePrompt } from '../model/rolePrompt.ts';
import type { AgentOf } from './agentOf.ts';
import { unknown } from './unknown.ts';

/**
 * All that a role is told in its first pass, by the code that tells it; what comes of the run itself is named. Null for
 * who is told nothing.
 */
export function promptOf(role: AgentRole, written: Role, loop: Loop, { likely }: AgentOf): string | null {
  if (likely === 'repair') return null;
  const asking: Asking = { role, prompt: written.prompt, memory: memoryOf(loop), ...knownTo(role, loop) };
  if (isDriven(likely)) return rolePrompt(asking, likely);
  const input = commandInput(asking);
  return input === '' ? null : input;
}

function memoryOf({ state }: Loop): string {
  return state.carry.length === 0 ? '' : unknown(`what the loop remembers: ${state.carry.join(', ')}`);
}

function knownTo(role: AgentRole, loop: Loop): Partial<Asking> {
  if (role === 'explorer') return {};
  if (role === 'maker') return { feedback: firstFeedback(loop) };
  const brief = briefOf(role, loop);
  return {
    ...(brief === undefined ? {} : { brief }),
    diff: unknown('the change'),
    diffFile: unknown('file of the change'),
  };
}

/** The first pass is told how things stood before it. */
function firstFeedback({ roles, goal }: Loop): string {
  const explored = roles.explorer === undefined ? [] : [unknown('what the explorer found out')];
  const before = goal === undefined ? [] : [unknown('what does not hold of the goal before anything is changed')];
  return [...explored, ...before].join('\n\n');
}

/** Both are asked only where the rest of the goal holds, so the checks that it asks for have passed. */
function briefOf(role: 'checker' | 'judge', { goal, checks, metrics }: Loop): string | undefined {
  if (goal === undefined) return undefined;
  const lines = [
    ...checks.map(({ id }) => checkEvidence(id, unknown('passed or not'))),
    ...metrics.map(({ id }) => metricEvidence(`${id}: ${unknown('value')} (before: ${unknown('value')})`)),
  ];
  const evidence = { goal: goal.until, lines };
  if (role === 'checker') return checkerText(evidence, { files: unknown('number of'), lines: unknown('number of') });
  return judgeText(evidence, goal.judge?.rubric ?? '');
}
