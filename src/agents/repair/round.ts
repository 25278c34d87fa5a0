import { join } from 'node:path';
import { applyMutant } from '../../mutants/applyMutant.ts';
import { type Baseline, watchCheck } from './baseline.ts';
import type { Candidate, Candidates } from './candidates.ts';
import type { OpenEdit } from './openEdit.ts';
import type { Probe } from './probe.ts';
import { firstFailing } from './proof.ts';
import type { Report } from './report.ts';
import { progress } from './testResults.ts';
import type { Workbench } from './workbench.ts';

/** How one round over all candidates ended. */
export type RoundEnd =
  | { readonly kind: 'fixed'; readonly candidate: Candidate }
  /** No edit fixes all; this one was kept since it fixes some failing tests and breaks none. */
  | { readonly kind: 'step'; readonly candidate: Candidate; readonly gained: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'out-of-time' };

type Verdict =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'better'; readonly gained: number }
  | { readonly kind: 'no' };

/** Once some edit helps partly, this share of the time left then is spent on looking for one that fixes all. */
const shareForSingleEdits = 0.4;

/** Tries the candidates of one baseline, one at a time, in the worktree itself. */
export class Round {
  readonly #bench: Workbench;
  readonly #edit: OpenEdit;
  readonly #report: Report;
  readonly #baseline: Baseline;
  readonly #probe: Probe;
  tried = 0;

  constructor(bench: Workbench, edit: OpenEdit, report: Report, baseline: Baseline, probe: Probe) {
    this.#bench = bench;
    this.#edit = edit;
    this.#report = report;
    this.#baseline = baseline;
    this.#probe = probe;
  }

  /** Leaves the worktree as it was, but for the end `fixed` or `step`. */
  async run({ edits }: Candidates): Promise<RoundEnd> {
    let best: { candidate: Candidate; gained: number; until: number } | undefined;
    for (const candidate of edits) {
      if (this.#bench.leftMs === 0) return { kind: 'out-of-time' };
      if (best && this.#bench.leftMs < best.until) break;
      const verdict = await this.#try(candidate);
      this.#report.often(`tried ${this.tried} of ${edits.length} edits: ${describe(candidate)}`);
      if (verdict.kind === 'fixed') return { kind: 'fixed', candidate };
      if (verdict.kind === 'better' && verdict.gained > (best?.gained ?? 0)) {
        this.#report.say(
          `${describe(candidate)} fixes ${verdict.gained} of the failing tests; looking for a better edit`,
        );
        best = {
          candidate,
          gained: verdict.gained,
          until: best?.until ?? this.#bench.leftMs * (1 - shareForSingleEdits),
        };
      }
    }
    if (this.#bench.leftMs === 0) return { kind: 'out-of-time' };
    return best && (await this.#keepStep(best.candidate)) ? { kind: 'step', ...best } : { kind: 'nothing' };
  }

  #write({ mutant, source }: Candidate): void {
    this.#edit.write(join(this.#bench.root, mutant.path), applyMutant(source, mutant));
  }

  async #try(candidate: Candidate): Promise<Verdict> {
    this.#write(candidate);
    let verdict: Verdict = { kind: 'no' };
    try {
      this.tried++;
      verdict = await this.#judge();
    } finally {
      if (verdict.kind === 'fixed') this.#edit.keep();
      else this.#edit.restore();
    }
    return verdict;
  }

  async #judge(): Promise<Verdict> {
    const { failing, green } = this.#baseline;
    const look = await this.#probe.look(this.#bench, this.#probe.usualMs * 3 + 2000);
    if (!look.green) return better(progress(this.#probe.before, look.results));
    const broken = await firstFailing(this.#bench, [...failing.map(({ check }) => check), ...green]);
    if (broken === undefined) return { kind: 'fixed' };
    // The probe's own tests are green; when only other failing checks are left, that is a step.
    const others = failing.slice(1).some(({ check }) => check.id === broken);
    return better(others ? Math.max(1, this.#probe.before.failed.size) : 0);
  }

  /** A step is kept only when every check that passed still passes and the failing check lost no test. */
  async #keepStep(candidate: Candidate): Promise<boolean> {
    this.#write(candidate);
    let kept = false;
    try {
      const first = this.#baseline.failing[0];
      if (first === undefined) return false;
      const again = await watchCheck(this.#bench, first.check, first.check.timeoutSeconds * 1000, 'results');
      const helps = again.outcome.code === 0 || progress(first.results, again.results) > 0;
      kept = helps && (await firstFailing(this.#bench, this.#baseline.green)) === undefined;
    } finally {
      if (kept) this.#edit.keep();
      else this.#edit.restore();
    }
    return kept;
  }
}

const better = (gained: number): Verdict => (gained > 0 ? { kind: 'better', gained } : { kind: 'no' });

export const describe = ({ mutant }: Candidate): string => `${mutant.path}:${mutant.line} ${mutant.description}`;
