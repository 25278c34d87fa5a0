import type { Triggers } from '../model/loop/triggers.ts';

/** What a loop waits for, one line for each trigger, for people: `schedule 0 6 * * 1-5 (Europe/London)`, `push to main`. */
export function triggerWords(on: Triggers): readonly string[] {
  const { schedule = [], push, files, workflow_run: ci, webhook, loop } = on;
  return [
    ...schedule.map(({ cron, timezone }) => `schedule ${cron} (${timezone})`),
    ...(push === undefined ? [] : [`push to ${push.branches.join(', ')}`]),
    ...(files === undefined ? [] : [`changes of ${files.paths.join(', ')}`]),
    ...(ci === undefined ? [] : [`CI run of ${ci.workflows.join(', ')} (${ci.conclusions.join(', ')})`]),
    ...(webhook === undefined ? [] : [`webhook ${webhook.path}`]),
    ...(loop === undefined ? [] : [`end of ${loop.name} (${loop.conclusion})`]),
  ];
}
