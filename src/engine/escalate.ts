import type { Escalation } from '../model/loop/goal.ts';
import type { Course } from './course.ts';
import type { Ending } from './ending.ts';
import { stallEntry } from './inboxEntries.ts';
import { renewed } from './stall.ts';
import type { Workplace } from './workplace.ts';

/**
 * The next step that the loop declares for stalled work: another way to ask the maker, or a person. After the last step
 * the item gives up.
 */
export async function escalate(work: Workplace, number: number, course: Course, why: string): Promise<Course | Ending> {
  const step = work.loop.goal.escalate[course.escalated];
  if (step === undefined) return { outcome: { status: 'gave-up', reason: why }, iterations: number };
  const next = { ...course, progress: renewed(course.progress), escalated: course.escalated + 1 };
  if (step === 'person') return askPerson(work, number, next, why);
  return { ...next, settings: settingsAfter(course.settings, step), feedback: feedbackAfter(course, step) };
}

function settingsAfter(settings: Course['settings'], step: Exclude<Escalation, 'person'>): Course['settings'] {
  return {
    ...settings,
    ...(step.model === undefined ? {} : { model: step.model }),
    ...(step.effort === undefined ? {} : { effort: step.effort }),
    generation: settings.generation + (step.session === 'fresh' ? 1 : 0),
    bestOf: step['best-of'] ?? 1,
  };
}

/** Who begins anew has not heard what was tried. */
function feedbackAfter({ feedback }: Course, step: Exclude<Escalation, 'person'>): string {
  if (step.session !== 'fresh') return feedback;
  return `Earlier attempts got no further. Do not repeat them; look for another way.\n\n${feedback}`;
}

async function askPerson(work: Workplace, number: number, course: Course, why: string): Promise<Course | Ending> {
  const { durable, item, slots, time } = work;
  const key = `${item.id}/ask/${number}`;
  const began = await durable.now(`${key}/now`);
  await durable.step(`${key}/raise`, 'raise', { item: item.id, entry: stallEntry(work, why, began) });
  for (let n = 1; ; n++) {
    const said = await slots.rest(() => durable.signal(`${key}/${n}`, item.id));
    if (said === 'expired' || (said.kind !== 'continue' && said.kind !== 'reject')) continue;
    const at = await durable.now(`${key}/answered`);
    await durable.step(`${key}/settle`, 'settle', {
      item: item.id,
      id: stallEntry(work, why, began).id,
      why: 'Answered.',
      at,
    });
    time.waited(at - began);
    if (said.kind === 'continue') {
      return { ...course, feedback: `${said.by.name} says: ${said.note}\n\n${course.feedback}` };
    }
    const reason = `Rejected by ${said.by.name}: ${said.reason}`;
    return { outcome: { status: 'rejected', reason }, iterations: number };
  }
}
