import type { Defect, ReportedFinding } from '../../model/steps.ts';
import { type LineReading, parseReportLine, type ReportLine } from './reportLine.ts';
import type { Said } from './said.ts';

/** Findings, lessons and questions that are taken, of each. */
const mostOfAKind = 200;
/** As many as a checker's report may have. */
const mostDefects = 50;
const mostProblems = 20;

type Line<T extends ReportLine['type']> = Omit<Extract<ReportLine, { type: T }>, 'type'>;

/** Takes in a report line by line, and says what it comes to. */
export class Gathering {
  readonly #reading: LineReading;
  readonly #problems: string[] = [];
  readonly #findings = new Map<string, ReportedFinding>();
  readonly #lessons = new Set<string>();
  readonly #questions = new Set<string>();
  readonly #defects: Defect[] = [];
  readonly #verdicts: Line<'verdict'>[] = [];
  readonly #scores: Line<'score'>[] = [];
  #rootCause: string | undefined;
  #unsatisfiable: string | undefined;
  #number = 0;
  #moreProblems = 0;
  /** A part of the verdict is missing or cannot be read, so nothing can be concluded from the rest. */
  #verdictIsBroken = false;

  constructor(reading: LineReading) {
    this.#reading = reading;
  }

  add(written: string | undefined): void {
    this.#number += 1;
    if (written?.trim() === '') return;
    if (written === undefined) {
      this.isIncomplete(`Line ${this.#number} of the report is longer than 64 KB.`);
      return;
    }
    const parsed = parseReportLine(written, this.#reading);
    if (parsed.problem !== undefined) {
      const lost = 'line' in parsed ? '' : ' is not counted';
      this.#problem(`Line ${this.#number} of the report${lost}: ${parsed.problem}.`);
    }
    if ('line' in parsed) this.#take(parsed.line);
    else this.#verdictIsBroken ||= !harmless.has(parsed.type);
  }

  /** Something was not read: it may have been the verdict. */
  isIncomplete(problem: string): void {
    this.#verdictIsBroken = true;
    this.#problem(problem);
  }

  #problem(problem: string): void {
    if (this.#problems.length < mostProblems - 1) this.#problems.push(problem);
    else this.#moreProblems += 1;
  }

  #take(line: ReportLine): void {
    const { type, ...rest } = line;
    switch (line.type) {
      case 'usage':
        break;
      case 'finding':
        this.#keep(type, this.#findings, () => this.#findings.set(line.key, rest as ReportedFinding));
        break;
      case 'lesson':
        this.#keep(type, this.#lessons, () => this.#lessons.add(line.text));
        break;
      case 'question':
        // One with an id was shown to a person at once (`questionTail.ts`).
        if (line.id === undefined) this.#keep(type, this.#questions, () => this.#questions.add(asked(line)));
        break;
      case 'root-cause':
        this.#rootCause = line.text;
        break;
      case 'unsatisfiable':
        this.#unsatisfiable = line.why;
        break;
      case 'defect':
        if (this.#defects.length < mostDefects) this.#defects.push(rest as Defect);
        else this.#problem(`Line ${this.#number} of the report is not counted: ${mostDefects} defects are enough.`);
        break;
      case 'verdict':
        this.#verdicts.push(line);
        break;
      case 'score':
        this.#scores.push(line);
        break;
    }
  }

  #keep(type: string, kept: { readonly size: number }, keep: () => void): void {
    if (kept.size < mostOfAKind) keep();
    else
      this.#problem(
        `Line ${this.#number} of the report is not counted: there are ${mostOfAKind} of \`${type}\` already.`,
      );
  }

  said(): Said {
    const defects = this.#checkersVerdict();
    const score = this.#judgesVerdict();
    return {
      usage: null,
      findings: [...this.#findings.values()],
      lessons: [...this.#lessons],
      questions: [...this.#questions],
      ...(this.#rootCause === undefined ? {} : { rootCause: this.#rootCause }),
      ...(this.#unsatisfiable === undefined ? {} : { unsatisfiable: this.#unsatisfiable }),
      defects,
      score: score?.score ?? null,
      reasons: score?.reasons ?? [],
      problems: [
        ...this.#problems,
        ...(this.#moreProblems === 0 ? [] : [`The report has ${this.#moreProblems} more problems.`]),
      ],
    };
  }

  /** One verdict that agrees with the defects, and none of them lost. */
  #checkersVerdict(): readonly Defect[] | null {
    if (this.#reading.role !== 'checker') return null;
    const [verdict, ...more] = this.#verdicts;
    const count = this.#defects.length;
    if (verdict === undefined) return this.#noVerdict('There is no `verdict` in the report.');
    if (more.length > 0) return this.#noVerdict('The report has several verdicts; give one.');
    if (this.#verdictIsBroken)
      return this.#noVerdict('The verdict does not count, because a part of it cannot be read.');
    if (verdict.passed === count > 0) {
      const contradiction = verdict.passed ? `passed, and ${count} are named` : 'did not pass, and no defect is named';
      return this.#noVerdict(`The verdict contradicts itself: the change ${contradiction}.`);
    }
    return this.#defects;
  }

  #judgesVerdict(): Line<'score'> | null {
    if (this.#reading.role !== 'judge') return null;
    const [score, ...more] = this.#scores;
    if (score === undefined) return this.#noVerdict('There is no `score` in the report.');
    if (more.length > 0) return this.#noVerdict('The report has several scores; give one.');
    if (this.#verdictIsBroken)
      return this.#noVerdict('The score does not count, because a part of the report cannot be read.');
    return score;
  }

  /** Said first: everything else is detail. */
  #noVerdict(problem: string): null {
    if (this.#problems.length === mostProblems - 1) {
      this.#problems.pop();
      this.#moreProblems += 1;
    }
    this.#problems.unshift(problem);
    return null;
  }
}

/** Lines that no verdict depends on. A line whose type cannot be told may have been one. */
const harmless: ReadonlySet<string> = new Set([
  'usage',
  'finding',
  'lesson',
  'question',
  'root-cause',
  'unsatisfiable',
]);

/** A question with its answers, as a person reads it. */
export function asked({ text, options = [] }: Pick<Line<'question'>, 'text' | 'options'>): string {
  return options.length === 0 ? text : `${text} (${options.join(' | ')})`;
}
