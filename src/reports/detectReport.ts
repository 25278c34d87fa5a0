import type { ReportFormat, TestReport } from '../model/testReport.ts';
import { hasGoEvents } from './goEvents.ts';
import { jestFlavour } from './jestJson.ts';
import { linesOf } from './lines.ts';
import { pytestCounts } from './pytest.ts';
import { readReport, reportSizeLimit } from './readReport.ts';
import { noTestsName } from './tally.ts';

/** Lines that only the named format has. No alternative overlaps another, so that matching is linear. */
const lineMarks = {
  tap: /^TAP version 1[34]\s*$/,
  nodeTap: /^# duration_ms \d/,
  spec: /^ℹ tests \d+$/,
  cargo:
    /^(?:test result: (?:ok|FAILED)\. \d+ passed; |error: test failed, to rerun pass |error: could not compile `[^`]*` \([^)]*test)/,
  go: /^(?:ok {2}|FAIL)\t\S+(?:\t\d+\.\d+s|\t\(cached\)| \[(?:build|setup) failed\])/,
  junit: /^\s*(?:<\?xml[^>]*>\s*)?<testsuites?[\s/>]/,
} as const;
type Mark = keyof typeof lineMarks | 'pytest';

/** How often each mark was met in an output. */
function marksOf(text: string): Record<Mark, number> {
  const marks: Record<Mark, number> = { tap: 0, nodeTap: 0, spec: 0, pytest: 0, cargo: 0, go: 0, junit: 0 };
  const patterns = Object.entries(lineMarks) as [keyof typeof lineMarks, RegExp][];
  for (const line of linesOf(text)) {
    for (const [mark, pattern] of patterns) if (pattern.test(line)) marks[mark] += 1;
    if (pytestCounts(line)) marks.pytest += 1;
  }
  return marks;
}

/** All formats that an output shows; one that shows up more than once where a run prints it once shows as two. */
function formatsIn(text: string): readonly ReportFormat[] {
  const { tap, nodeTap, spec, pytest, cargo, go, junit } = marksOf(text);
  const json = jestFlavour(text);
  const once = (count: number, format: ReportFormat): ReportFormat[] =>
    count === 0 ? [] : count === 1 ? [format] : [format, format];
  return [
    ...(junit > 0 ? (['junit'] as const) : []),
    ...(json ? [json] : []),
    ...(hasGoEvents(text) || go > 0 ? (['go'] as const) : []),
    ...once(tap, nodeTap > 0 ? 'node' : 'tap'),
    ...once(spec, 'node'),
    ...(cargo > 0 ? (['cargo'] as const) : []),
    ...once(pytest, 'pytest'),
  ];
}

/**
 * The report that a command's whole output holds, where no format was declared. Only what is unmistakable counts: one
 * report of one kind that tells of tests. One that is incomplete counts only for the failing tests that it names, since
 * nobody said that the output is a report.
 */
export function detectReport(text: string, root?: string): TestReport | undefined {
  if (text.length > reportSizeLimit) return undefined;
  const [format, ...others] = formatsIn(text);
  if (format === undefined || others.length > 0) return undefined;
  const read = readReport(format, text, root);
  if (!read.ok) return undefined;
  const { failing, complete } = read.value;
  if (failing.some(({ name }) => name === noTestsName)) return undefined;
  return complete || failing.length > 0 ? read.value : undefined;
}
