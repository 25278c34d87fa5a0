import { loopFileEnding, loopPath } from '../../model/loopPath.ts';
import type { LoopRow } from '../../model/loopsReply.ts';
import type { ReportedProblem } from '../../model/problem.ts';

/** Where loop files lie, from the top of a repository. */
export const loopGlob = loopPath('*');

/** What the view Loops shows of a loop file. */
export interface LoopEntry {
  readonly file: string;
  readonly name: string;
  readonly description?: string;
  readonly errors: number;
  readonly warnings: number;
  /** The first problem, in words. */
  readonly problem?: string;
  /** Of all its roles, and what starts it beside people; none until the language server has told. */
  readonly agents: readonly string[];
  readonly triggers: readonly string[];
}

/** What is known of a loop file: by its name alone until the language server has told of it. */
export function loopEntry(file: string, told: LoopRow | undefined): LoopEntry {
  if (told === undefined) return { file, name: loopNameOf(file), errors: 0, warnings: 0, agents: [], triggers: [] };
  const { name, description, errors, warnings, firstProblem, agents, triggers } = told;
  return {
    ...{ file, name, errors, warnings, agents, triggers },
    ...(description === undefined ? {} : { description }),
    ...(firstProblem === undefined ? {} : { problem: firstProblem }),
  };
}

/** `keep-tests-green` of `…/keep-tests-green.loop.yaml`. */
export function loopNameOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return base.endsWith(loopFileEnding) ? base.slice(0, -loopFileEnding.length) : base;
}

export const isLoopFile = (path: string): boolean => path.endsWith(loopFileEnding);

/** The problems in words: `2 errors, 1 warning`; empty where there is none. */
export function problemWords({ errors, warnings, infos = 0 }: Counts): string {
  const count = (n: number, word: string) => (n === 0 ? [] : [`${n} ${word}${n === 1 || word === 'info' ? '' : 's'}`]);
  return [...count(errors, 'error'), ...count(warnings, 'warning'), ...count(infos, 'info')].join(', ');
}

type Counts = Pick<LoopEntry, 'errors' | 'warnings'> & { readonly infos?: number };

/** How many problems there are of each severity. */
export function countsOf(problems: readonly Pick<ReportedProblem, 'severity'>[]): Required<Counts> {
  const count = (wanted: ReportedProblem['severity']) => problems.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}

/** A valid loop to begin with, for a JavaScript repository whose tests run with npm. */
export function starterLoop(name: string): string {
  return `# A loop: who makes a change, what proves it, who decides.
# Press Run above the first line. Hover over a key to read what it does.
name: ${name}
description: Finds a failing test, fixes the source and proves the fix.
on: manual

roles:
  maker:
    agent: auto

checks:
  tests: npm test

goal: checks.tests.passed

budget:
  max-iterations: 3

policy:
  # The fix belongs into the source, not into the tests.
  protected-paths: ['test/**', 'package.json']

gates:
  understand:
    comprehension:
      questions: 1

deliver:
  as: merge
`;
}
