import * as z from 'zod';
import type { ReportedProblem } from '../../model/problem.ts';
import { asData } from './asData.ts';
import { type LoopTool, loopTool } from './loopTool.ts';

const input = z.strictObject({
  loop: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('Name of a loop, or its file `.loops/<name>.loop.yaml`; without it all loops of the repository'),
  text: z
    .string()
    .max(200_000)
    .optional()
    .describe('Check this text as if it stood in the file of `loop`, before it is written'),
});

const mostProblems = 100;

export const validateLoop: LoopTool = loopTool({
  name: 'validate_loop',
  description:
    'Check loop files (`.loops/<name>.loop.yaml`) of this repository, or a text that is not written yet, and list their problems: code, severity, line and character (from 1), what is wrong and what to do. It writes nothing and runs nothing.',
  userDescription: 'Checks loop files, or a draft of one, and lists their problems.',
  input,
  act: async ({ loop, text }, { validate }, signal) => {
    if (text !== undefined && loop === undefined) {
      throw new Error('Say by `loop` what the loop is called that the text is for: the name must fit the file.');
    }
    const found = await validate({ loop, text }, signal);
    if (!found.ok) throw new Error(found.error);
    const { files, problems } = found.value;
    return asData('What was checked, and the problems that were found', {
      files,
      isValid: problems.every(({ severity }) => severity !== 'error'),
      problems: problems.slice(0, mostProblems).map(told),
      ...(problems.length > mostProblems ? { moreProblems: problems.length - mostProblems } : {}),
    });
  },
});

/** Lines and characters as editors show them. */
const told = ({ file, code, severity, message, range: { start } }: ReportedProblem) => ({
  place: `${file}:${start.line + 1}:${start.character + 1}`,
  code,
  severity,
  message,
});
