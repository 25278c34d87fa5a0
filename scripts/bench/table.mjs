/** @typedef {import('../../test/bench/bench.ts').Figure} Figure */

/** @param {number} value */
const rounded = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 100 ? 2 : 0));

/**
 * @param {Figure} figure
 * @returns {readonly string[]} name, value, unit, goal, verdict
 */
function cells({ name, value, unit, goal, pass }) {
  return [name, rounded(value), unit, goal ? `${goal.op} ${goal.value}` : '', goal ? (pass ? 'ok' : 'FAIL') : ''];
}

/**
 * Figures as aligned lines; numbers to the right.
 * @param {readonly Figure[]} figures
 */
export function table(figures) {
  const rows = [['figure', 'value', 'unit', 'goal', 'verdict'], ...figures.map(cells)];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * A figure as `--json` prints it, one object a line; `goal` is null where there is none.
 * @param {Figure} figure
 */
export const jsonLine = ({ name, value, unit, goal, pass }) =>
  JSON.stringify({ name, value, unit, goal: goal ?? null, pass });
