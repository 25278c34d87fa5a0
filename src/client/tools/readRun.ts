import * as z from 'zod';
import type { RunDetail } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import { asData } from './asData.ts';
import { type LoopTool, loopTool } from './loopTool.ts';
import { toldOfItem, toldOfRun } from './runTold.ts';

const input = z.strictObject({
  run: z.string().min(1).max(200).describe('The id of a run, the name of a loop (its newest run), or `latest`'),
  item: z
    .string()
    .max(500)
    .optional()
    .describe('Tell of this item whole, by its id or key; without it of the one that waits, else the first'),
});

export const readRun: LoopTool = loopTool({
  name: 'read_run',
  description:
    'Read one run of a loop: its state and why, its items, and of one item the iterations with what the maker claims, which checks failed and how, what checker and judge say, why the goal was not reached, the files of its change, and what a person could do next. It changes nothing: only a person approves, lands or stops.',
  userDescription: 'Reads one run: its iterations, failed checks, change and what it waits for.',
  input,
  act: async ({ run, item }, { request }, signal) => {
    const detail = await named(request, run, signal);
    const told = toldOfRun(detail);
    const one = toldOfItem(detail, item);
    if (item !== undefined && one === undefined) {
      const items = detail.items.slice(0, 20).map(({ id, key }) => `${id} (${key})`);
      throw new Error(`Run ${detail.id} has no item ${item}. It has: ${items.join(', ') || 'none yet'}.`);
    }
    return asData(`Run ${detail.id}`, { ...told, ...(one === undefined ? {} : { item: one }) });
  },
});

/** The run that is meant. No more than one summary is asked for: there may be thousands. */
async function named(request: RunnerClient['request'], run: string, signal: AbortSignal): Promise<RunDetail> {
  if (run !== 'latest') {
    const shown = await request('show', { run }, signal);
    if (shown.ok) return shown.value;
    if (shown.error.code !== 'unknown-run') throw new Error(shown.error.message);
  }
  const newest = await request('runs', { limit: 1, ...(run === 'latest' ? {} : { loops: [run] }) }, signal);
  if (!newest.ok) throw new Error(newest.error.message);
  const [found] = newest.value.runs;
  if (found === undefined) {
    throw new Error(run === 'latest' ? 'Nothing has run here yet.' : `There is no run ${run}. list_runs lists them.`);
  }
  const shown = await request('show', { run: found.id }, signal);
  if (!shown.ok) throw new Error(shown.error.message);
  return shown.value;
}
