import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyMutant } from '../../mutants/applyMutant.ts';
import { type Baseline, takeBaseline } from './baseline.ts';
import { type Candidate, type Candidates, candidatesFor } from './candidates.ts';
import { editablePath, ignoredPaths } from './editableFiles.ts';
import type { OpenEdit } from './openEdit.ts';
import { findProbe } from './probe.ts';
import type { Report } from './report.ts';
import { describe, Round } from './round.ts';
import type { RepairEdit, RepairResult, RepairSpec, RepairStatus } from './spec.ts';
import { SpectrumReader } from './spectra.ts';
import { Suspicion } from './suspicion.ts';
import type { Workbench } from './workbench.ts';

/** More edits than this are no small fault. */
const mostEdits = 3;

/** Looks for the small edit that turns the failing checks green; leaves the worktree as it was when there is none. */
export class Repair {
  readonly #spec: RepairSpec;
  readonly #bench: Workbench;
  readonly #edit: OpenEdit;
  readonly #report: Report;
  readonly #kept: RepairEdit[] = [];
  /** Files with a kept edit, as they were at the start. */
  readonly #originals = new Map<string, Buffer>();
  #tried = 0;
  #candidates = 0;
  #suspicious: RepairResult['suspicious'] = [];

  constructor(spec: RepairSpec, bench: Workbench, edit: OpenEdit, report: Report) {
    this.#spec = spec;
    this.#bench = bench;
    this.#edit = edit;
    this.#report = report;
  }

  async run(): Promise<RepairResult> {
    let fixed = false;
    try {
      const result = await this.#search();
      fixed = result.status === 'fixed';
      return result;
    } finally {
      if (!fixed) this.restore();
    }
  }

  /** Puts every file back as it was at the start. */
  restore(): void {
    this.#edit.restore();
    for (const [path, bytes] of this.#originals) writeFileSync(join(this.#bench.root, path), bytes);
    this.#originals.clear();
  }

  async #search(): Promise<RepairResult> {
    for (let number = 1; number <= mostEdits; number++) {
      this.#report.say(number === 1 ? 'running the checks with coverage' : 'running the checks again after the edit');
      const baseline = await takeBaseline(this.#bench, this.#spec.checks);
      const stop = this.#unsearchable(baseline);
      if (stop) return stop;
      const candidates = this.#candidatesOf(baseline);
      if (candidates.edits.length === 0) return this.#end('no-coverage', noCandidates(candidates));
      this.#announce(baseline, candidates);
      const end = await this.#round(baseline, candidates);
      if (end) return end;
    }
    return this.#end('exhausted', `${mostEdits} edits fix some failing tests, but not all of them.`);
  }

  #unsearchable({ failing, runs }: Baseline): RepairResult | undefined {
    if (this.#bench.leftMs === 0) return this.#outOfTime();
    if (failing.length === 0) return this.#end('nothing-fails', 'No check fails here, so there is nothing to repair.');
    const timedOut = failing.every(({ outcome }) => outcome.timedOut);
    if (runs.some(({ processes }) => processes.length > 0)) return undefined;
    if (timedOut)
      return this.#end('no-coverage', 'The failing check never ends, so it does not tell which lines it runs.');
    return this.#end(
      'unsupported',
      'The failing check runs no Node.js process that could be watched; only JavaScript and TypeScript are repaired.',
    );
  }

  #candidatesOf(baseline: Baseline): Candidates {
    const reader = new SpectrumReader(this.#bench.root, editablePath(this.#spec));
    const read = baseline.runs.flatMap(({ outcome, processes }) => {
      // A wrapper may turn a failure into exit code 0 of its own process: then all that ran is suspected.
      const suspect = outcome.code !== 0 && processes.every(({ process }) => process.code === 0);
      return processes.flatMap((one) => reader.spectraOf(one, suspect));
    });
    const ignored = ignoredPaths(this.#bench.root, new Suspicion(read).paths);
    const spectra = read.map(({ failed, files }) => ({
      failed,
      files: new Map([...files].filter(([path]) => !ignored.has(path))),
    }));
    const candidates = candidatesFor(new Suspicion(spectra), this.#bench.root);
    this.#candidates += candidates.edits.length;
    if (this.#kept.length === 0) this.#suspicious = candidates.lines.slice(0, 10).map((line) => ({ ...line }));
    return candidates;
  }

  #announce({ failing }: Baseline, { edits, lines }: Candidates): void {
    const failed = failing.reduce((sum, { results }) => sum + results.failed.size, 0);
    const names = failing.map(({ check }) => check.id).join(', ');
    const tests = failed > 0 ? ` with ${failed} failing ${failed === 1 ? 'test' : 'tests'}` : '';
    this.#report.say(`${names} fails${tests}; ${lines.length} lines suspected, ${edits.length} edits to try`);
  }

  /** One round; undefined means that an edit was kept and the rest still fails. */
  async #round(baseline: Baseline, candidates: Candidates): Promise<RepairResult | undefined> {
    const first = baseline.failing[0];
    if (first === undefined) return this.#end('nothing-fails', 'No check fails here.');
    const probe = await findProbe(this.#bench, first);
    const round = new Round(this.#bench, this.#edit, this.#report, baseline, probe);
    const before = new Map(candidates.edits.map(({ mutant }) => [mutant.path, this.#bytes(mutant.path)] as const));
    const end = await round.run(candidates);
    this.#tried += round.tried;
    if (end.kind === 'out-of-time') return this.#outOfTime();
    if (end.kind === 'nothing')
      return this.#end('exhausted', `None of the ${this.#tried} small edits turns the failing tests green.`);
    this.#keep(end.candidate, before);
    this.#report.say(`kept ${describe(end.candidate)}`);
    if (end.kind === 'step') return undefined;
    return this.#end(
      'fixed',
      `${describe(end.candidate)} turns every failing check green and breaks none (edit ${this.#tried} of ${this.#candidates}).`,
    );
  }

  #keep(candidate: Candidate, before: ReadonlyMap<string, Buffer>): void {
    const { path } = candidate.mutant;
    const bytes = before.get(path);
    if (bytes !== undefined && !this.#originals.has(path)) this.#originals.set(path, bytes);
    this.#kept.push(editOf(candidate));
  }

  #bytes(path: string): Buffer {
    return readFileSync(join(this.#bench.root, path));
  }

  #outOfTime(): RepairResult {
    const why = this.#bench.signal.aborted ? 'Stopped' : 'The time is up';
    return this.#end('budget', `${why} after ${this.#tried} of ${this.#candidates} edits; no fix was found by then.`);
  }

  #end(status: RepairStatus, reason: string): RepairResult {
    const edits = status === 'fixed' ? this.#kept : [];
    const [edit] = edits;
    return {
      status,
      tried: this.#tried,
      candidates: this.#candidates,
      ...(edit ? { edit } : {}),
      edits,
      suspicious: this.#suspicious,
      reason,
    };
  }
}

const noCandidates = ({ lines }: Candidates): string =>
  lines.length === 0
    ? 'The failing tests run no source file that may be edited (tests, installed packages, ignored and protected files are left alone).'
    : 'No small edit is known for the lines that the failing tests run.';

/** The whole lines that an edit touches, before and after. */
function editOf({ mutant, source }: Candidate): RepairEdit {
  const after = applyMutant(source, mutant);
  const from = source.lastIndexOf('\n', mutant.start - 1) + 1;
  const rest = source.indexOf('\n', mutant.end);
  const to = rest === -1 ? source.length : rest;
  const { path, line, description } = mutant;
  return {
    path,
    line,
    before: source.slice(from, to).trimEnd(),
    after: after.slice(from, to + after.length - source.length).trimEnd(),
    description,
  };
}
