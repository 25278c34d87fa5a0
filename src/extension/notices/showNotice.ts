import { commands, window } from 'vscode';
import { withoutLinks } from '../plainText.ts';
import type { Notice } from './runNotice.ts';

/** Shows a notice until it is pressed or closed, and does what its button says. */
export async function showNotice({ text, button, command, target, bad }: Notice): Promise<void> {
  const show = bad ? window.showWarningMessage : window.showInformationMessage;
  if ((await show(withoutLinks(text), button)) === button) await commands.executeCommand(command, target);
}
