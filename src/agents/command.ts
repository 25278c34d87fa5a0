import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { howItEnded } from '../model/stepState.ts';
import { commandPassed } from '../model/steps.ts';
import type { MakerAgent } from './agent.ts';

/**
 * Any program of the person's: the prompt comes on standard input and in the file of LOOPWRIGHT_PROMPT_FILE, what failed
 * last time in the file of LOOPWRIGHT_FEEDBACK_FILE (empty when nothing did). Its exit code is a claim like any other.
 */
export const commandAgent: MakerAgent = {
  name: 'command',
  undoesFailure: false,
  async launch({ input, directory }) {
    const promptFile = join(directory, 'prompt.md');
    const feedbackFile = join(directory, 'feedback.md');
    const prompt = input.prompt ?? '';
    await writeFile(promptFile, prompt);
    await writeFile(feedbackFile, input.feedback);
    return {
      command: { shell: input.run ?? '' },
      env: {
        LOOPWRIGHT_PROMPT_FILE: promptFile,
        LOOPWRIGHT_FEEDBACK_FILE: feedbackFile,
        LOOPWRIGHT_ITERATION: String(input.iteration),
      },
      stdin: prompt,
    };
  },
  async report(_task, command) {
    const passed = commandPassed(command);
    const summary = passed
      ? 'The command ended without an error.'
      : `The command did not succeed: ${howItEnded(command)}.`;
    return { status: passed ? 'completed' : 'failed', final: false, summary };
  },
};
