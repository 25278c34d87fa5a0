import { commands, window } from 'vscode';
import type { CommandId } from '../commandTable.ts';
import { pauseWords, type Sitting } from './sitting.ts';

const closeReview: CommandId = 'loopwright.closeReview';
const pause = 'Pause Here';

/** Proposes a pause where one is due, once in a sitting. The place is kept either way. */
export async function proposePause(sitting: Sitting): Promise<void> {
  const due = sitting.due();
  if (due === undefined) return;
  const chosen = await window.showInformationMessage(pauseWords(due), pause, 'Read On');
  if (chosen === pause) await commands.executeCommand(closeReview);
}
