/** What a figure must keep to, in the figure's unit. */
export type Goal = { readonly op: '<=' | '>='; readonly value: number };

/** One measured figure: a line of the table, an object of `--json`. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  /** `ms`, `KB`, `ratio`, …; a ratio is measured against its peer in the same run. */
  readonly unit: string;
  readonly goal?: Goal;
  /** Whether the goal is kept; true where there is none. */
  readonly pass: boolean;
};

/** What the frame gives a bench. */
export type BenchContext = {
  /** The top of the checkout. */
  readonly root: string;
  /** The built programs, not minified, fresh. */
  readonly dist: string;
  /** An empty folder of this bench's own, removed afterwards. */
  readonly folder: string;
  /** Says something to the person who waits; never part of the figures. */
  readonly log: (text: string) => void;
};

/** A bench: the default export of `test/bench/<name>.bench.ts`. */
export type Bench = {
  /** What `npm run bench -- <name>` asks for. */
  readonly name: string;
  /** One line above its figures. */
  readonly title: string;
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
};

/** A figure with its verdict. */
export function figure(name: string, value: number, unit: string, goal?: Goal): Figure {
  if (!goal) return { name, value, unit, pass: true };
  const pass = goal.op === '<=' ? value <= goal.value : value >= goal.value;
  return { name, value, unit, goal, pass };
}

/** The middle value; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const around = Number.isInteger(middle)
    ? sorted.slice(middle - 1, middle + 1)
    : sorted.slice(Math.floor(middle), Math.ceil(middle));
  if (around.length === 0) throw new Error('the median of no values');
  return around.reduce((sum, value) => sum + value, 0) / around.length;
}
