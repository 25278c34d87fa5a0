import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testResults } from '../../../scripts/paths.mjs';
import { testedAgents } from '../agentWorld.ts';

export interface Row {
  readonly scenario: string;
  readonly agent: string;
  readonly verdict: string;
  readonly seconds: number;
}

/** Agents across, scenarios down; the reasons of what an agent cannot do are numbered below it. */
export function contractTable(rows: readonly Row[], scenarios: readonly string[]): string {
  const reasons: string[] = [];
  const short = (row: Row | undefined) => {
    if (!row) return '-';
    if (!row.verdict.startsWith('cannot')) return `${row.verdict} ${row.seconds.toFixed(1)}s`;
    const at = reasons.includes(row.verdict) ? reasons.indexOf(row.verdict) : reasons.push(row.verdict) - 1;
    return `cannot [${at + 1}]`;
  };
  const lines = scenarios.map((scenario) => [
    scenario,
    ...testedAgents.map((agent) => short(rows.find((row) => row.scenario === scenario && row.agent === agent))),
  ]);
  const all = [['', ...testedAgents], ...lines];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  const table = all.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...table, '', ...reasons.map((reason, index) => `[${index + 1}] ${reason}`)].join('\n');
}

/** Keeps the rows for whoever wants to read them by program: test-results/agents-contract.json. */
export function keepRows(rows: readonly Row[]): string {
  mkdirSync(testResults, { recursive: true });
  const file = join(testResults, 'agents-contract.json');
  writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
  return file;
}
