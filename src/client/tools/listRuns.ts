import * as z from 'zod';
import { runStatusSchema } from '../../model/runSummary.ts';
import { asData } from './asData.ts';
import { type LoopTool, loopTool } from './loopTool.ts';

const input = z.strictObject({
  limit: z.number().int().min(1).max(100).default(20).describe('How many, newest first'),
  loop: z.string().max(200).optional().describe('Only runs of the loop with this name'),
  states: z.array(runStatusSchema).optional().describe('Only runs in these states; `waiting` waits for a person'),
  text: z.string().max(200).optional().describe('Only runs whose loop, reason or items hold this text'),
});

export const listRuns: LoopTool = loopTool({
  name: 'list_runs',
  description:
    'List the runs of the loops of this repository, newest first: id, loop, state, why it is there, when it started, iterations, items and what it used. A `null` amount is unknown, not zero. Use it to find a run before read_run. It changes nothing.',
  userDescription: 'Lists the runs of your loops: state, reason, iterations and spend.',
  input,
  act: async ({ limit, loop, states, text }, { request }, signal) => {
    const asked = {
      limit,
      ...(loop === undefined ? {} : { loops: [loop] }),
      ...(states === undefined ? {} : { states }),
      ...(text === undefined ? {} : { text }),
    };
    const reply = await request('runs', asked, signal);
    if (!reply.ok) throw new Error(reply.error.message);
    return asData('The runs that were found', reply.value);
  },
});
