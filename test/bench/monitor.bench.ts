import { join } from 'node:path';
import activation from './activation.bench.ts';
import type { Bench, BenchContext, Figure } from './bench.ts';
import { liveRunsFigures } from './monitor/liveRuns.ts';
import { buildModule, type MonitorParts } from './monitor/monitorParts.ts';
import { tenThousandRunsFigures } from './monitor/tenThousandRuns.ts';
import { worktreeStormFigures } from './monitor/worktreeStorm.ts';
import { stageExtension } from './packagedExtension.ts';

/** Watching over loops in a real workbench: what the extension costs its host, and how soon a person sees what happened. */
const bench: Bench = {
  name: 'monitor',
  title: 'watching over runs in the packaged extension, in a real extension host with the view open',
  async run(context) {
    const parts: MonitorParts = {
      extension: await stageExtension(context),
      module: await buildModule(context, 'inHost'),
    };
    const figures: Figure[] = [];
    for (const part of chosen()) figures.push(...(await part(context, parts)));
    return figures;
  },
};
export default bench;

type Part = (context: BenchContext, parts: MonitorParts) => Promise<readonly Figure[]>;

const allParts: Readonly<Record<string, Part>> = {
  many: tenThousandRunsFigures,
  live: liveRunsFigures,
  storm: worktreeStormFigures,
  activation: (context) => activation.run({ ...context, folder: join(context.folder, 'activation') }),
};

/** All of them, or those that `LOOPWRIGHT_BENCH_PARTS` names (`live,storm`): for whoever works on one. */
function chosen(): readonly Part[] {
  const names = process.env['LOOPWRIGHT_BENCH_PARTS']?.split(',') ?? Object.keys(allParts);
  return names.map((name) => {
    const part = allParts[name];
    if (part === undefined) throw new Error(`there is no part ${name}; there are ${Object.keys(allParts).join(', ')}`);
    return part;
  });
}
