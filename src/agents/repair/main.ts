import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { OpenEdit } from './openEdit.ts';
import { Repair } from './repair.ts';
import { Report } from './report.ts';
import { type RepairResult, type RepairSpec, repairSpecSchema, repairSpecVariable } from './spec.ts';
import { Workbench } from './workbench.ts';

/**
 * The repair agent: no model, only small edits and the checks. The worktree is the working directory; exits with 0 when
 * it fixed the tree, 1 when it did not, 2 when it was called wrongly, 143 when it was stopped.
 */
async function main(): Promise<number> {
  const spec = readSpec();
  if (typeof spec === 'string') {
    process.stderr.write(`${spec}\n`);
    return 2;
  }
  const stopping = new AbortController();
  const report = new Report((line) => process.stdout.write(`${line}\n`));
  const bench = new Workbench(process.cwd(), spec.deadlineMs, stopping.signal);
  const repair = new Repair(spec, bench, new OpenEdit(), report);
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, () => {
      // Ends the children at once; the files go back before anything else can happen.
      stopping.abort();
      repair.restore();
    });
  }
  try {
    const result = await repair.run();
    writeResult(spec.resultFile, result);
    report.say(`${result.status}: ${result.reason}`);
    return stopping.signal.aborted ? 143 : result.status === 'fixed' ? 0 : 1;
  } finally {
    bench.dispose();
  }
}

function readSpec(): RepairSpec | string {
  const file = process.env[repairSpecVariable];
  if (file === undefined)
    return `Set ${repairSpecVariable} to the path of a spec file; the repair agent is run by the engine.`;
  try {
    const parsed = repairSpecSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success
      ? parsed.data
      : `${file} is not a repair spec: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`;
  } catch (error) {
    return `Could not read the repair spec ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function writeResult(file: string, result: RepairResult): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, `${JSON.stringify(result, undefined, 2)}\n`);
  renameSync(beside, file);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The repair agent failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
