import type { Command } from 'commander';
import type { ReportedProblem } from '../../model/problem.ts';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes } from '../ending.ts';
import { allSources, checked, namedSources } from '../loopSources.ts';
import { paint } from '../text/paint.ts';
import { problemText } from '../text/problemText.ts';

/** `loopwright validate [file…]`. Needs no runner and, with files, no repository. */
export function registerValidate(program: Command, act: Act): void {
  program
    .command('validate')
    .argument('[file...]', 'loop files, or names of loops; otherwise all of .loops/')
    .description('Check loop files: exit code 0 when they are well, 1 when one has errors')
    .action(
      act<[readonly string[]]>(async (invocation, [named]) => {
        const sources =
          named.length === 0 ? await allSources(invocation.folder) : await namedSources(invocation.folder, named);
        if (!sources.ok) return sources;
        const found = await checked(sources.value);
        const problems = found.flatMap((one) => one.problems);
        const { terminal, json } = invocation;
        const brush = paint(terminal.colours);
        if (json) terminal.print(JSON.stringify(problems));
        else {
          for (const { source, problems } of found) {
            for (const line of problems.flatMap((problem) => problemText(problem, source.text, brush))) {
              terminal.print(line);
            }
          }
          terminal.print(verdictText(sources.value.length, problems));
        }
        const hasErrors = problems.some((problem) => problem.severity === 'error');
        return ok(hasErrors ? exitCodes.failed : exitCodes.done);
      }),
    );
}

/** `2 loop files: 1 error, 2 warnings.` */
export function verdictText(files: number, problems: readonly Pick<ReportedProblem, 'severity'>[]): string {
  const counted = (severity: ReportedProblem['severity']) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`];
  };
  const counts = [...counted('error'), ...counted('warning'), ...counted('info')];
  return `${files} loop file${files === 1 ? '' : 's'}: ${counts.length === 0 ? 'no problems' : counts.join(', ')}.`;
}
