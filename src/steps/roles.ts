import type { CheckerTask, ExplorerTask, JudgeTask, MakerTask } from '../agents/agent.ts';
import type { StepContext, StepHandlers } from '../engine/durable.ts';
import { whatChanged } from './handsOff.ts';
import { type Performed, performRole } from './performRole.ts';
import { restoreTo } from './restoreTo.ts';
import { diffFile, type RoleWorld, rolePlace } from './rolePlace.ts';

/** The steps in which an agent performs a role. */
export function roleSteps(world: RoleWorld): Pick<StepHandlers, 'explore' | 'make' | 'verify' | 'judge'> {
  return {
    explore: async (input, context) => {
      const task: ExplorerTask = { role: 'explorer', input, ...rolePlace(world, input, context) };
      const { report, changed, performed } = await performReading(world, context, task);
      const { rootCause } = performed.said;
      return { ...report, ...(rootCause === undefined ? {} : { rootCause }), changed };
    },

    make: async (input, context) => {
      const task: MakerTask = { role: 'maker', input, ...rolePlace(world, input, context) };
      const made = await performRole(world, context, task);
      if (made.undoesFailure && made.status === 'failed') {
        await restoreTo(world, { ...input, directory: context.directory });
      }
      const { final, tried } = made;
      const { unsatisfiable } = made.said;
      return {
        ...reportOf(made),
        final,
        ...(unsatisfiable === undefined || !final ? {} : { unsatisfiable }),
        ...(tried === undefined ? {} : { tried }),
      };
    },

    verify: async (input, context) => {
      const place = rolePlace(world, input, context);
      const task: CheckerTask = { role: 'checker', input, ...place, diffFile: diffFile(context) };
      const { report, changed, performed } = await performReading(world, context, task);
      const { defects } = performed.said;
      return { ...report, defects: defects === null ? null : [...defects], changed };
    },

    judge: async (input, context) => {
      const place = rolePlace(world, input, context);
      const task: JudgeTask = { role: 'judge', input, ...place, diffFile: diffFile(context) };
      const { report, changed, performed } = await performReading(world, context, task);
      const { score, reasons } = performed.said;
      return { ...report, score, reasons: [...reasons], changed };
    },
  };
}

/** A role that may only read: one that changed something has failed, and what it says does not count. */
async function performReading(world: RoleWorld, context: StepContext, task: ExplorerTask | CheckerTask | JudgeTask) {
  const performed = await performRole(world, context, task);
  const changed = [...(await whatChanged(world, { ...task.input, directory: context.directory }))];
  const told = changed.length === 0 ? performed : withoutVerdict(performed, task.role, changed);
  return { report: reportOf(told), changed, performed: told };
}

/** Files that are named in the summary. */
const mostNamed = 3;

function withoutVerdict(performed: Performed, role: string, changed: readonly string[]): Performed {
  const others = changed.length > mostNamed ? ` and ${changed.length - mostNamed} more` : '';
  const named = `${changed.slice(0, mostNamed).join(', ')}${others}`;
  const summary = `The ${role} may change nothing, and changed: ${named}. It was put back.`;
  const { rootCause: _, ...said } = performed.said;
  return { ...performed, status: 'failed', summary, said: { ...said, defects: null, score: null, reasons: [] } };
}

/** What every role's report has. */
function reportOf(performed: Performed) {
  const { agent, status, summary, said, command, overBudget, turn } = performed;
  return {
    agent,
    status,
    summary,
    usage: said.usage,
    findings: [...said.findings],
    lessons: [...said.lessons],
    questions: [...said.questions],
    problems: [...said.problems],
    ...(overBudget === undefined ? {} : { overBudget }),
    ...(turn === undefined ? {} : { turn: { ...turn, ...performed.spent } }),
    command,
  };
}
