import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outputFile } from '../../journal/stepFolder.ts';
import type { Check } from '../../model/loopFile.ts';
import { detectReport } from '../../reports/detectReport.ts';
import { type NamedReport, readNamedReport } from '../../reports/readReport.ts';
import { captureFile } from '../../steps/madeOnce.ts';
import { readInside } from '../../steps/readInside.ts';

/** Where one run of a check lies: the worktree that it ran in, and the folder of its output. */
export interface CheckRun {
  readonly worktree: string;
  readonly directory: string;
}

/** Where its standard output goes, if that is its report. */
export const captureOf = ({ report }: Check, directory: string): { readonly capture?: string } =>
  report !== undefined && report.file === undefined ? { capture: captureFile({ directory }) } : {};

/** Takes away the report of an earlier run, which a run that breaks off would leave to be read as its own. */
export async function forgetReport({ report }: Check, worktree: string): Promise<void> {
  if (report?.file === undefined || (await readInside(worktree, report.file)) === undefined) return;
  await rm(join(worktree, report.file), { force: true });
}

/** What the check's report tells of its tests by name; undefined where it does not name all that passed. */
export async function namedReportOf(check: Check, { worktree, directory }: CheckRun): Promise<NamedReport | undefined> {
  const { report } = check;
  if (report?.file !== undefined) return named(report.format, await readInside(worktree, report.file), worktree);
  const output = report === undefined ? outputFile(directory) : captureFile({ directory });
  const text = await readFile(output, 'utf8').catch(() => undefined);
  const format = report?.format ?? (text === undefined ? undefined : detectReport(text, worktree)?.format);
  return format === undefined ? undefined : named(format, text, worktree);
}

const named = (format: NamedReport['report']['format'], text: string | undefined, worktree: string) =>
  text === undefined ? undefined : readNamedReport(format, text, worktree);
