import type { Range } from '../model/problem.ts';

export type Severity = 'error' | 'warning' | 'info';

/** How YAML made something else of a value than its author meant. */
export type Eaten = 'tag' | 'alias' | 'anchor' | 'comment' | 'colon' | 'reserved' | 'bracket';

/** What an author gives names to. */
export type IdKind = 'check' | 'metric' | 'gate' | 'connector' | 'input';

/**
 * What each problem knows of its case. The words are in problemText.ts; `near` is the known name closest to what was
 * written, where one is close.
 */
export interface ProblemData {
  LW001: { readonly size: number; readonly limit: number; readonly unit: 'KB' | 'tokens' };
  LW002: { readonly limit: number };
  LW003: { readonly detail: string };
  /** What the file is called, where a loop could be called that. */
  LW004: { readonly name?: string };
  LW005: { readonly name: string };
  LW006: { readonly tag: string };
  LW007: { readonly key: string };
  LW008: Readonly<Record<never, never>>;
  LW009: { readonly character: string };
  LW101: { readonly key: string; readonly within: string; readonly near?: string; readonly known: readonly string[] };
  LW102: { readonly kind: IdKind; readonly id: string; readonly suggestion: string };
  LW103: { readonly name: string; readonly file: string };
  LW104: { readonly how: Eaten; readonly quoted: string };
  LW105: { readonly what: string; readonly instead: string };
  LW106: {
    readonly key: string;
    /** Another key that would do as well. */
    readonly or?: string;
    readonly within: string;
    readonly because?: string;
  };
  LW107: { readonly expected: string; readonly got: string; readonly quoted?: string };
  LW108: { readonly value: string; readonly allowed: readonly string[]; readonly near?: string };
  LW109: { readonly most: boolean; readonly limit: number; readonly exclusive: boolean; readonly unit: string };
  LW110: { readonly what: string; readonly rule: string };
  LW111: { readonly key: string; readonly other: string; readonly within: string };
  LW112: { readonly code: string };
  LW113: { readonly code: string };
  LW114: { readonly code: string };
  LW201: { readonly detail: string };
  LW202: { readonly type: string; readonly expected?: 'bool' | 'string'; readonly field?: string };
  LW203: {
    readonly kind: 'check' | 'metric' | 'input' | 'connector' | 'field' | 'name';
    readonly name: string;
    readonly known: readonly string[];
    readonly near?: string;
  };
  LW204: { readonly name: string };
  LW205: {
    readonly name: string;
    readonly known: readonly string[];
    /** What would have to be written for the name to be there. */
    readonly needs?: string;
  };
  LW206: { readonly value: boolean; readonly field?: string };
  LW207: { readonly detail: string };
  LW210: { readonly what: string; readonly why: string };
  LW211: { readonly cron: string };
  LW212: {
    /** Shortest time between two firings. */
    readonly gapMinutes: number;
    /** How long a run may take. */
    readonly timeoutMinutes: number;
    /** That it is so short only on the day that the clocks change. */
    readonly shift: boolean;
    /** The schedule that fires so close to this one. */
    readonly other?: string;
  };
  LW213: { readonly day: string; readonly weekday: string };
  LW214: { readonly branch: string };
  LW215: { readonly input: string; readonly trigger: string };
  LW220: {
    readonly kind: 'definition' | 'skill' | 'MCP server' | 'loop';
    readonly name: string;
    readonly known: readonly string[];
    readonly near?: string;
  };
  LW221: {
    readonly agent: string;
    /** Agents that read skills. */
    readonly able: readonly string[];
    /** The one skill that would not be given to it, and why in a sentence; without it the agent reads none. */
    readonly skill?: { readonly name: string; readonly fault: string };
  };
  LW222: {
    readonly field: string;
    readonly agent: string;
    /** Agents that hold to the field. */
    readonly able?: readonly string[];
  };
  LW223: {
    readonly loop: string;
    /** From the loop that is named to this one, each started by the next; this one alone where it names itself. */
    readonly path: readonly string[];
  };
  LW226: {
    readonly agent: string;
    readonly field: string;
    /** What the agent does not tell. */
    readonly untold: 'cost' | 'usage' | 'all but the last call';
    /** The model that no list has a price of, where that is why. */
    readonly model?: string;
  };
  LW227: { readonly agent: string; readonly written: string; readonly able: readonly string[] };
  LW228: {
    readonly agent: string;
    readonly role: string;
    /** The roles that it can have. */
    readonly roles: readonly string[];
  };
  LW229: { readonly agent: string; readonly supported: readonly string[] };
  LW230: { readonly kind: 'definition' | 'MCP server'; readonly fault: string };
  LW301: { readonly role: string; readonly agent: string };
  LW302: Readonly<Record<never, never>>;
  LW303: { readonly kind: 'check' | 'metric' | 'judge'; readonly name: string };
  LW304: { readonly check: string; readonly because: string };
  LW305: { readonly field: 'goal.judge.rubric' | 'roles.maker.prompt'; readonly word: string };
  LW306: { readonly missing: 'rubric' } | { readonly missing: 'threshold'; readonly score: number };
  LW307: { readonly because: string };
  LW308: Readonly<Record<never, never>>;
  LW309: { readonly role: string; readonly agent: string };
  LW310: { readonly iterations: number; readonly minutes: number; readonly perItem: boolean };
  LW311: {
    readonly iterations: number;
    /** Whether the number is written, or the default. */
    readonly written: boolean;
  };
  LW312: { readonly field: string; readonly total: number; readonly each: number; readonly items: number };
  LW313: { readonly trigger: string };
  LW314: { readonly parallel: number; readonly max: number };
  LW315: { readonly field: string; readonly limit: number; readonly over: string; readonly least: number };
  LW316: { readonly iterations: number };
  LW317: { readonly field: string };
  LW318: { readonly trigger: string; readonly agent: string };
  LW319: { readonly check: string; readonly because: string };
  LW320: { readonly what: string; readonly parallel: number };
  LW321: { readonly glob: string };
  LW323: { readonly agent: string };
  LW324: { readonly template: string };
  LW325: { readonly kind: string };
  LW326: Readonly<Record<never, never>>;
  LW327: { readonly field: string };
  LW328: { readonly role: string; readonly agent: string };
  LW331: { readonly before: string; readonly because: string };
  LW332: Readonly<Record<never, never>>;
  LW333: { readonly field: string; readonly needs: string };
  LW334: { readonly questions: number; readonly pass: number };
  LW335: { readonly roles: 'explorer alone' | 'no explorer' | 'a maker' };
  LW336: { readonly template: string; readonly variable: string };
  LW337: { readonly approvals: number; readonly approvers: number };
  LW341: { readonly glob: string; readonly why: string };
  LW342: { readonly name: string; readonly why: string };
  LW345: { readonly path: string; readonly why: string };
  LW351: {
    readonly base: string;
    /** What `isolation.base` names; absent where it is not written. */
    readonly runs?: string;
  };
  LW352: { readonly written: string; readonly known: number; readonly newer: boolean };
}

export type ProblemCode = keyof ProblemData;

/** Something wrong with a loop file: coded data without words. `describe` in problemText.ts says it. */
export type Problem = {
  readonly [C in ProblemCode]: {
    readonly code: C;
    readonly severity: Severity;
    readonly range: Range;
    readonly data: ProblemData[C];
  };
}[ProblemCode];

/** A problem at offsets of the text, before lines are counted. Without `severity` the code's usual one holds. */
export type Spot = {
  readonly [C in ProblemCode]: {
    readonly code: C;
    readonly start: number;
    readonly end: number;
    readonly data: ProblemData[C];
    readonly severity?: Severity;
  };
}[ProblemCode];

export const hasErrors = (problems: readonly Pick<Problem, 'severity'>[]): boolean =>
  problems.some((problem) => problem.severity === 'error');
