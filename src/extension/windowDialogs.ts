import { type QuickPickItem, window } from 'vscode';
import type { Choice, Dialogs } from './dialogs.ts';
import { withoutIcons, withoutLinks } from './plainText.ts';
import { report } from './report.ts';

/** The dialogs of VS Code. */
export const windowDialogs: Dialogs = {
  pick: async (ask, choices) => {
    const options = { placeHolder: ask, matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true };
    return (await window.showQuickPick(choices.map(itemOf), options))?.value;
  },
  pickMany: async (ask, choices, picked = () => false) => {
    const items = choices.map((choice) => ({ ...itemOf(choice), picked: picked(choice.value) }));
    const options = { placeHolder: ask, canPickMany: true as const, matchOnDescription: true, ignoreFocusOut: true };
    return ((await window.showQuickPick(items, options)) ?? []).map(({ value }) => value);
  },
  write: async ({ title, prompt, placeHolder, value, problem }) => {
    const text = await window.showInputBox({
      title,
      prompt,
      ...(placeHolder !== undefined && { placeHolder }),
      ...(value !== undefined && { value }),
      ignoreFocusOut: true,
      validateInput: (given) => problem?.(given.trim()),
    });
    return text?.trim();
  },
  isSure: async (message, detail, button) =>
    (await window.showWarningMessage(message, { modal: true, detail }, button)) === button,
  show: async (message, detail) => void (await window.showInformationMessage(message, { modal: true, detail })),
  say: (message) => void window.showInformationMessage(withoutLinks(message)),
  refused: report,
};

function itemOf<T>({ label, description, detail, value }: Choice<T>): QuickPickItem & { readonly value: T } {
  return {
    label: withoutIcons(label),
    ...(description !== undefined && { description: withoutIcons(description) }),
    ...(detail !== undefined && { detail: withoutIcons(detail) }),
    value,
  };
}
