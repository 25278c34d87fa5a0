import { readdirSync, readFileSync } from 'node:fs';
import type { ReportFormat, TestReport } from '../../../src/model/testReport.ts';
import { readReport } from '../../../src/reports/readReport.ts';

/** Outputs of the real tools, as they were captured: `test/fixtures/reports/<tool>/`. */
const folder = new URL('../../fixtures/reports/', import.meta.url);

/** The folders that the tools ran in. */
export const roots: Readonly<Record<string, string>> = {
  node: '/tmp/rep/node',
  jest: '/tmp/rep/jest',
  vitest: '/tmp/rep/vitest',
  pytest: '/tmp/rep/py',
  go: '/tmp/rep/go',
  cargo: '/tmp/rep/cargo',
};

export const captured = (path: string): string => readFileSync(new URL(path, folder), 'utf8');
export const allCaptured: readonly string[] = Object.keys(roots).flatMap((tool) =>
  readdirSync(new URL(`${tool}/`, folder)).map((file) => `${tool}/${file}`),
);
export const rootOf = (path: string): string | undefined => roots[path.split('/')[0] ?? ''];

export function reportOf(format: ReportFormat, text: string, root?: string): TestReport {
  const read = readReport(format, text, root);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

export const capturedReport = (format: ReportFormat, path: string): TestReport =>
  reportOf(format, captured(path), rootOf(path));

/** `failed name` or `errored name`, as short as an expectation wants it. */
export const verdicts = (report: TestReport): string[] => report.failing.map(({ name, status }) => `${status} ${name}`);
export const countsOf = ({ passed, failed, errored, skipped, complete }: TestReport) => ({
  passed,
  failed,
  errored,
  skipped,
  complete,
});
