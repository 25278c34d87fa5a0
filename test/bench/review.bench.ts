import type { Bench, BenchContext, Figure } from './bench.ts';
import { inHostFigures } from './review/inHostFigures.ts';
import { outlineFigures } from './review/outlineFigures.ts';

type Part = (context: BenchContext) => Promise<readonly Figure[]>;

const parts: Readonly<Record<string, Part>> = { outline: outlineFigures, host: inHostFigures };

/** Reading a change of 500 files and 50,000 lines. `LOOPWRIGHT_BENCH_PARTS` names parts, for whoever works on one. */
const bench: Bench = {
  name: 'review',
  title: 'reading a change of 500 files and 50,000 lines',
  async run(context) {
    const figures: Figure[] = [];
    for (const name of process.env['LOOPWRIGHT_BENCH_PARTS']?.split(',') ?? Object.keys(parts)) {
      const part = parts[name];
      if (part === undefined) throw new Error(`there is no part ${name}; there are ${Object.keys(parts).join(', ')}`);
      figures.push(...(await part(context)));
    }
    return figures;
  },
};
export default bench;
