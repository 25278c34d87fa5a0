import type { Bench, BenchContext, Figure } from './bench.ts';
import { debtFigures } from './comprehension/debtFigures.ts';

type Part = (context: BenchContext) => Promise<readonly Figure[]>;

const parts: Readonly<Record<string, Part>> = { debt: debtFigures };

/** What it costs to know who understood what. `LOOPWRIGHT_BENCH_PARTS` names parts, for whoever works on one. */
const bench: Bench = {
  name: 'comprehension',
  title: 'prompts, and the debt over 100,000 lines and 5,000 ledger rows',
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
