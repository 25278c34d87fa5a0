import type { Escalation } from '../model/loop/goal.ts';

/** What is tried when the work is stalled, in words. */
export function escalationWords(step: Escalation): string {
  if (step === 'person') return 'ask a person';
  const { model, effort, session, 'best-of': bestOf } = step;
  const parts = [
    ...(model === undefined ? [] : [`model ${model}`]),
    ...(effort === undefined ? [] : [`effort ${effort}`]),
    ...(session === undefined ? [] : ['a fresh session']),
    ...(bestOf === undefined ? [] : [`the best of ${bestOf} attempts`]),
  ];
  return parts.length === 0 ? 'try again' : parts.join(', ');
}
