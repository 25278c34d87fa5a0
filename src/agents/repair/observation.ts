import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CoverageParts,
  type HookRecord,
  hookRecordSchema,
  type ProcessRecord,
  type TestRecord,
} from './hookRecord.ts';
import type { SourceMapData } from './sourceMap.ts';

/** The map of a script whose text was made from other files. */
export interface ScriptMap {
  readonly lineLengths: readonly number[];
  readonly data: SourceMapData;
}

/** One Node process of a watched run. */
export interface ObservedProcess {
  readonly process: ProcessRecord;
  /** Tests that node:test ran in it; empty with any other runner. */
  readonly tests: readonly TestRecord[];
  /** What ran outside the tests, so in all of them: the loading of modules, hooks. */
  readonly shared: CoverageParts;
  /** What ran in the whole process; only meant when there are no tests. */
  readonly whole: CoverageParts;
  /** By script URL. */
  readonly maps: ReadonlyMap<string, ScriptMap>;
}

interface CoverageFile {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { startOffset: number; endOffset: number; count: number }[];
    }[];
  }[];
  readonly 'source-map-cache'?: Readonly<Record<string, { lineLengths?: number[]; data?: SourceMapData | null }>>;
}

function readRecords(file: string): HookRecord[] {
  const records: HookRecord[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    try {
      const parsed = hookRecordSchema.safeParse(JSON.parse(line));
      if (parsed.success) records.push(parsed.data);
    } catch {
      // The last line is cut short when a process was killed while it wrote.
    }
  }
  return records;
}

/** NODE_V8_COVERAGE files by process: `coverage-<pid>-<time>-<n>.json` (https://nodejs.org/api/cli.html#node_v8_coveragedir). */
function readCoverage(folder: string, files: readonly string[], pid: number, rootUrl: string) {
  const whole: CoverageParts = [];
  const maps = new Map<string, ScriptMap>();
  for (const name of files.filter((file) => file.startsWith(`coverage-${pid}-`))) {
    const coverage = parseCoverage(join(folder, name));
    for (const script of coverage?.result ?? []) {
      if (!script.url.startsWith(rootUrl) || script.url.includes('/node_modules/')) continue;
      const ranges = script.functions.flatMap((one) => one.ranges);
      whole.push({ [script.url]: ranges.map(({ startOffset, endOffset, count }) => [startOffset, endOffset, count]) });
    }
    for (const [url, { lineLengths, data }] of Object.entries(coverage?.['source-map-cache'] ?? {})) {
      if (lineLengths && data) maps.set(url, { lineLengths, data });
    }
  }
  return { whole, maps };
}

function parseCoverage(file: string): CoverageFile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CoverageFile;
  } catch {
    return undefined;
  }
}

/** Every Node process of a watched run that ended by itself, as the hook and V8 wrote it down. */
export function readObservation(folder: string, rootUrl: string): ObservedProcess[] {
  const files = readdirSync(folder);
  const observed: ObservedProcess[] = [];
  for (const file of files.filter((name) => name.startsWith('records-'))) {
    const records = readRecords(join(folder, file));
    const process = records.find((record) => record.kind === 'process');
    if (process === undefined) continue;
    observed.push({
      process,
      tests: records.filter((record) => record.kind === 'test'),
      shared: records.filter((record) => record.kind === 'shared').flatMap((record) => record.parts),
      ...readCoverage(folder, files, process.pid, rootUrl),
    });
  }
  return observed;
}
