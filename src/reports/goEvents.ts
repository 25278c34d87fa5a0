import * as z from 'zod';
import type { TestReport } from '../model/testReport.ts';
import { GoPackages, goEnd, readGoPackageLine } from './goPackages.ts';
import { parseJson } from './json.ts';
import { rawLinesOf } from './lines.ts';
import type { TellPassed } from './tally.ts';

/** One line of `go test -json`; `go doc test2json`, `go help buildjson`. */
const eventSchema = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
  ImportPath: z.string().optional(),
});
type GoEvent = z.infer<typeof eventSchema>;

const isEvent = (line: string): boolean => line.startsWith('{') && line.slice(0, 400).includes('"Action":');

/** Whether an output has a line of `go test -json`. */
export function hasGoEvents(text: string): boolean {
  for (const line of rawLinesOf(text)) if (isEvent(line) && line.includes('"Package":')) return true;
  return false;
}

/** So many broken events end the reading: each costs more than one that is whole. */
const brokenLimit = 1_000;

/**
 * `go test -json`. Lines between that are no events may still end a package: Go before 1.24 says so of failed
 * builds. An event that is broken is one that was lost: the report is incomplete.
 */
export function readGoEvents(text: string, tellPassed?: TellPassed): TestReport | undefined {
  const packages = new GoPackages(tellPassed);
  for (const line of rawLinesOf(text)) {
    const event = isEvent(line) ? eventSchema.safeParse(parseJson(line)) : undefined;
    if (event?.success) takeEvent(packages, event.data);
    else if (!event) readGoPackageLine(packages, line.slice(0, 1_000), false);
    else if (packages.lose() > brokenLimit) break;
  }
  return packages.report();
}

function takeEvent(packages: GoPackages, { Action, Package, Test, Output, ImportPath }: GoEvent): void {
  // What a build printed comes under the import path, `example.com/x [example.com/x.test]`.
  const pkg = Package ?? ImportPath?.slice(0, 1_000).replace(/ .*$/s, '');
  if (pkg === undefined) return;
  const end = goEnd(Action);
  if ((Action === 'output' || Action === 'build-output') && Output !== undefined) {
    if (!Output.startsWith('# ')) packages.said(pkg, Test, Output.slice(0, 1_000));
  } else if (Test !== undefined && Action === 'run') packages.began(pkg, Test);
  else if (Test !== undefined && end) packages.ended(pkg, Test, end);
  else if (Test === undefined && end) packages.endedPackage(pkg, end, false, 'The package failed.');
}
