import { commands, window } from 'vscode';
import type { CommandId } from './commandTable.ts';
import type { WatchNews } from './runner/runnerWatch.ts';

const restart: CommandId = 'loopwright.restartRunner';
const restartButton = 'Restart the Runner';

/** Tells what became of a runner that ended while a run was going on. */
export async function tellRunnerNews(news: WatchNews): Promise<void> {
  if (news.kind === 'restarted') {
    void window.showInformationMessage('The runner had ended. It was started again and goes on where it was.');
    return;
  }
  const why = news.kind === 'gone' ? news.why : 'It ended several times in a minute.';
  const message = `The runner is gone, and runs stand still. ${why}`;
  const chosen = await window.showErrorMessage(message, restartButton);
  if (chosen === restartButton) await commands.executeCommand(restart);
}
