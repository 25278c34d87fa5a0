import { window } from 'vscode';
import { withoutLinks } from '../plainText.ts';
import type { HandoverChoice, HandoverQuestion } from './handover.ts';

const buttons: { readonly [C in HandoverChoice]: string } = {
  now: 'Replace It Now',
  'when-idle': 'When Nothing Runs',
  reload: 'Reload Window',
};

/** Explains a runner of another version; `repository` is named where there are several. */
export async function askHandover(
  { text, choices }: HandoverQuestion,
  repository: string | undefined,
): Promise<HandoverChoice | undefined> {
  const message = withoutLinks(repository === undefined ? text : `${repository}: ${text}`);
  const chosen = await window.showInformationMessage(message, ...choices.map((choice) => buttons[choice]));
  return choices.find((choice) => buttons[choice] === chosen);
}
