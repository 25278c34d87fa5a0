import type { ReportedFinding, StepInput } from '../model/steps.ts';

type Verdicts = StepInput<'conclude'>['verdicts'];

interface Report {
  readonly findings: readonly ReportedFinding[];
  readonly lessons: readonly string[];
  readonly questions: readonly string[];
}

/** What an item's roles said that outlives it: findings, lessons, verdicts, questions. Untrusted text, as data. */
export class Gleanings {
  readonly #findings = new Map<string, ReportedFinding>();
  readonly #lessons = new Set<string>();
  /** What people taught by what they asked for and took out. */
  readonly #taught = new Set<string>();
  readonly #verdicts: Verdicts[number][] = [];

  /** Takes in a report; returns its questions, which are for a person now. */
  take(report: Report): readonly string[] {
    for (const finding of report.findings) this.find(finding);
    for (const lesson of report.lessons) this.#lessons.add(lesson);
    return report.questions;
  }

  /** What a person said about the work counts before what agents say of it. */
  teach(lessons: readonly string[]): void {
    for (const lesson of lessons) this.#taught.add(lesson);
  }

  /** The newest of one key counts. */
  find(finding: ReportedFinding): void {
    this.#findings.set(finding.key, finding);
  }

  judged(by: Verdicts[number]['by'], text: string): void {
    this.#verdicts.push({ by, text: text.slice(0, mostText) });
  }

  get all(): Pick<StepInput<'conclude'>, 'findings' | 'lessons' | 'verdicts'> {
    return {
      findings: [...this.#findings.values()].slice(0, mostFindings),
      lessons: [...this.#taught, ...this.#lessons].slice(0, mostLessons),
      verdicts: this.#verdicts.slice(-mostLessons),
    };
  }
}

const mostText = 2000;
const mostFindings = 500;
const mostLessons = 20;
