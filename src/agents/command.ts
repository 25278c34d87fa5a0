import { join } from 'node:path';
import { commandInput } from '../model/rolePrompt.ts';
import { howItEnded } from '../model/stepState.ts';
import { type CommandResult, commandPassed } from '../model/steps.ts';
import type { Agent, Job, Launch, RoleSays, RoleTask } from './agent.ts';
import { Attempts } from './report/attempts.ts';
import { writeFresh } from './report/openPlain.ts';
import { readReport } from './report/readReport.ts';
import { reportFile } from './report/reportFile.ts';
import type { Said } from './report/said.ts';

/**
 * Any program of the person's, for any role: what it is asked comes on standard input and in files that the variables
 * LOOPWRIGHT_…_FILE name, what it has to say goes as JSON lines into the file of LOOPWRIGHT_REPORT_FILE. Its exit code and
 * its report are claims like any other.
 */
export const commandAgent: Agent = {
  name: 'command',
  undoesFailure: false,
  take: (task) => new CommandJob(task),
};

class CommandJob implements Job {
  readonly #task: RoleTask;
  readonly #attempts: Attempts;

  constructor(task: RoleTask) {
    this.#task = task;
    this.#attempts = new Attempts(task);
  }

  async launch(): Promise<Launch> {
    const { input, role, directory } = this.#task;
    await this.#attempts.begin();
    const files: Record<string, string> = {};
    for (const [variable, name, text] of filesFor(this.#task)) {
      files[variable] = join(directory, name);
      await writeFresh(join(directory, name), text);
    }
    return {
      command: { shell: input.run ?? '' },
      env: {
        // Ours come last: no data of an item can take the name of one of them.
        ...input.env,
        ...files,
        ...('diffFile' in this.#task ? { LOOPWRIGHT_DIFF_FILE: this.#task.diffFile } : {}),
        LOOPWRIGHT_REPORT_FILE: reportFile(directory),
        LOOPWRIGHT_ROLE: role,
        LOOPWRIGHT_LOOP: input.loop,
        LOOPWRIGHT_ITEM: input.item,
        LOOPWRIGHT_ITERATION: String('iteration' in input ? input.iteration : 0),
        LOOPWRIGHT_SESSION: input.session,
        LOOPWRIGHT_MODEL: input.model ?? '',
        LOOPWRIGHT_EFFORT: input.effort ?? '',
      },
      stdin: askedOf(this.#task),
    };
  }

  used() {
    return this.#attempts.used();
  }

  async report(command: CommandResult): Promise<RoleSays> {
    const { directory, role, clean, input } = this.#task;
    const report = await readReport(reportFile(directory), { role, clean, root: input.worktree });
    const usage = await this.#attempts.total();
    await this.#attempts.keepClean(clean);
    const passed = commandPassed(command);
    // A verdict of a program that broke off is none.
    const said: Said = { ...report, usage, ...(passed ? {} : { defects: null, score: null, reasons: [] }) };
    const isWithoutVerdict = (role === 'checker' && said.defects === null) || (role === 'judge' && said.score === null);
    return {
      status: passed && !isWithoutVerdict ? 'completed' : 'failed',
      summary: summaryOf(this.#task, command, said),
      final: said.unsatisfiable !== undefined,
      said,
    };
  }
}

/** The texts that a role is given, each with the variable that names its file. */
function filesFor({ role, input }: RoleTask): readonly (readonly [string, string, string])[] {
  return [
    ['LOOPWRIGHT_PROMPT_FILE', 'prompt.md', input.prompt ?? ''],
    ['LOOPWRIGHT_MEMORY_FILE', 'memory.md', input.memory],
    ...(role === 'maker' ? [['LOOPWRIGHT_FEEDBACK_FILE', 'feedback.md', input.feedback] as const] : []),
    ...(role === 'checker' || role === 'judge' ? [['LOOPWRIGHT_BRIEF_FILE', 'brief.md', input.brief] as const] : []),
  ];
}

const askedOf = ({ role, input }: RoleTask): string =>
  commandInput({ prompt: input.prompt, ...(role === 'checker' || role === 'judge' ? { brief: input.brief } : {}) });

/** As much of what an explorer printed as is told to the maker. */
const mostPrinted = 2000;

function summaryOf({ role, clean }: RoleTask, command: CommandResult, said: Said): string {
  if (!commandPassed(command)) return `The command did not succeed: ${howItEnded(command)}.`;
  if (said.unsatisfiable !== undefined) return `The maker says that this cannot be satisfied: ${said.unsatisfiable}`;
  if (role === 'checker') return said.defects === null ? withoutVerdict(said) : defectsNamed(said.defects.length);
  if (role === 'judge') return said.score === null ? withoutVerdict(said) : `${said.score} of 10.`;
  const printed = role === 'explorer' ? command.tail.trim().slice(-mostPrinted) : lastWords(clean(command.tail));
  return printed === '' ? 'The command ended without an error.' : printed;
}

/** As much of a maker's line as is told; the subject of a commit is cut once more. */
const mostOfLine = 200;

/** The last line that says something: what a program prints at its end is mostly what it did. */
function lastWords(text: string): string {
  const line = text.split(/[\r\n]+/).findLast((one) => /[\p{L}\p{N}]/u.test(one)) ?? '';
  const words = line.replace(/\s+/gu, ' ').trim();
  return words.length <= mostOfLine ? words : `${words.slice(0, mostOfLine - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

const withoutVerdict = ({ problems }: Said): string => `It gave no valid verdict. ${problems[0] ?? ''}`.trim();

const defectsNamed = (count: number): string =>
  count === 0 ? 'It found no defect.' : `It names ${count} ${count === 1 ? 'defect' : 'defects'}.`;
