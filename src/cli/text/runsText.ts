import type { RunSummary } from '../../model/shapes.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';
import { statusText } from './statusText.ts';
import { agoText } from './timeText.ts';

/** One line a run, in columns; the reason on a line of its own. */
export function runsText(runs: readonly RunSummary[], now: number, paint: Paint): readonly string[] {
  const wide = (pick: (run: RunSummary) => string) => Math.max(...runs.map((run) => pick(run).length));
  const id = wide((run) => run.id);
  const loop = wide((run) => run.loop);
  return runs.flatMap((run) => [
    [
      run.id.padEnd(id),
      paint.bold(run.loop.padEnd(loop)),
      statusText(run.status, paint),
      paint.dim(agoText(Date.parse(run.startedAt), now)),
    ].join('  '),
    `${' '.repeat(id)}  ${paint.dim(inert(run.reason))}`,
  ]);
}
