import { join } from 'node:path';
import type { Bench, BenchContext, Figure } from './bench.ts';
import { fanOutFigures } from './engine/fanOut.ts';
import { idleFigures } from './engine/idle.ts';
import { iterationFigures } from './engine/iterations.ts';
import { landingFigures } from './engine/landing.ts';
import { pastRunsFigures } from './engine/pastRuns.ts';
import { resumeFigures } from './engine/resume.ts';

/** One after the other: two at once would measure each other. */
const parts: readonly ((context: BenchContext) => Promise<readonly Figure[]>)[] = [
  iterationFigures,
  fanOutFigures,
  landingFigures,
  idleFigures,
  pastRunsFigures,
  resumeFigures,
];

const bench: Bench = {
  name: 'engine',
  title: 'The engine beside what a shell script would do (Linux)',
  async run(context) {
    process.env['LOOPWRIGHT_DATA'] = join(context.folder, 'data');
    const figures: Figure[] = [];
    for (const part of parts) figures.push(...(await part(context)));
    return figures;
  },
};
export default bench;
