import { commands, window } from 'vscode';
import type { CommandId } from './commandTable.ts';
import { withoutLinks } from './plainText.ts';
import type { WatchNews } from './runner/runnerWatch.ts';

const restart: CommandId = 'loopwright.restartRunner';
const restartButton = 'Restart the Runner';

/** Tells what became of a runner that ended while a run was going on; of which repository, where there are several. */
export async function tellRunnerNews(news: WatchNews, repository?: string): Promise<void> {
  const of = repository === undefined ? '' : ` of ${repository}`;
  if (news.kind === 'restarted') {
    void window.showInformationMessage(
      withoutLinks(`The runner${of} had ended. It was started again and goes on where it was.`),
    );
    return;
  }
  const why = news.kind === 'gone' ? news.why : 'It ended several times in a minute.';
  const message = withoutLinks(`The runner${of} is gone, and runs stand still. ${why}`);
  const chosen = await window.showErrorMessage(message, restartButton);
  if (chosen === restartButton) await commands.executeCommand(restart);
}
