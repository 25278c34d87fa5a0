import { isDriven } from '../../model/agents.ts';
import { cronFault, fires } from '../cronFault.ts';
import { mostInADay } from '../cronGaps.ts';
import type { Reading } from '../reading.ts';
import { entriesAt, isWritten, keyPlace, keysAt, type Lint, textAt } from './lint.ts';
import { roleAgents } from './roleAgents.ts';

/** Triggers that start a run without a person. */
const unattended = ['schedule', 'push', 'files', 'workflow_run', 'webhook', 'loop'];

/** The triggers of a loop that start it without a person, in the order of the schema. */
export const unattendedTriggers = (reading: Reading): readonly string[] =>
  unattended.filter((kind) => isWritten(reading, ['on', kind]));

/** A role that a model performs, and what it costs is not the author's own to know. */
const modelAgent = (reading: Reading): string | undefined =>
  roleAgents(reading).find(({ agent }) => agent === 'auto' || isDriven(agent))?.agent;

/** What can start a loop more than once a day. What another loop starts is held by that one's limits. */
const often = (reading: Reading): string | undefined =>
  unattendedTriggers(reading).find((kind) => kind !== 'loop' && (kind !== 'schedule' || firesOften(reading)));

function firesOften(reading: Reading): boolean {
  const crons = entriesAt(reading, ['on', 'schedule'])
    .slice(0, 20)
    .flatMap((schedule) => textAt(reading, [...schedule, 'cron'])?.text ?? []);
  const right = crons.filter((cron) => cronFault(cron) === undefined && fires(cron));
  return right.length > 1 || right.some((cron) => mostInADay(cron) > 1);
}

/** A loop that starts by itself again and again, each time with a budget of its own, and nothing bounds the day. */
export const noDailyCap: Lint = function* ({ reading }) {
  const trigger = often(reading);
  if (trigger === undefined || !isWritten(reading, ['budget']) || modelAgent(reading) === undefined) return;
  if (keysAt(reading, ['budget', 'per-day']).length > 0) return;
  const at = keyPlace(reading, ['on', trigger]);
  if (at) yield { code: 'LW313', ...at, data: { trigger } };
};

const spending = ['', 'per-item', 'per-day'].flatMap((part) =>
  ['max-cost-usd', 'max-tokens'].map((key) => ['budget', ...(part === '' ? [] : [part]), key]),
);

/** Iterations and minutes bound how long nobody looks, not what it costs. Where the day has no cap that is told instead. */
export const noSpendLimit: Lint = function* ({ reading }) {
  const [trigger] = unattendedTriggers(reading);
  const agent = modelAgent(reading);
  const budget = keyPlace(reading, ['budget']);
  if (trigger === undefined || agent === undefined || !budget) return;
  const isUncapped = often(reading) !== undefined && keysAt(reading, ['budget', 'per-day']).length === 0;
  if (isUncapped || spending.some((path) => isWritten(reading, path))) return;
  yield { code: 'LW318', ...budget, data: { trigger, agent } };
};
