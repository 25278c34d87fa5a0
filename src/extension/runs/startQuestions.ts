import { commands, window } from 'vscode';
import { mostRemarkText } from '../../model/reviewMarks.ts';
import type { CommandId } from '../commandTable.ts';
import { withoutLinks } from '../plainText.ts';
import { windowDialogs } from '../windowDialogs.ts';
import type { StartQuestions } from './startLoop.ts';

const asItStands = 'Run It as It Stands';
const payBack = 'Pay Some Back';
const startAnyway = 'Start Anyway…';
const payBackCommand: CommandId = 'loopwright.payBack';

/** What VS Code asks where a loop does not start at once. */
export const startQuestions: StartQuestions = {
  asItStands: async (file) => {
    const message = `${file} is not committed as it stands.`;
    const detail =
      'Loop files are read from the base commit, so that no agent can change its own rules. Commit it first, or run it as it stands this once.';
    return (await window.showWarningMessage(message, { modal: true, detail }, asItStands)) === asItStands;
  },
  despiteDebt: async (message) => {
    const chosen = await window.showWarningMessage(withoutLinks(message), payBack, startAnyway);
    if (chosen === payBack) await commands.executeCommand(payBackCommand);
    if (chosen !== startAnyway) return undefined;
    return windowDialogs.write({
      title: 'Start it although you owe more than it allows',
      prompt: 'Why? The run and its landing keep the reason.',
      problem: (text) => {
        if (text === '') return 'A reason is needed.';
        return text.length > mostRemarkText ? `At most ${mostRemarkText} characters.` : undefined;
      },
    });
  },
};
