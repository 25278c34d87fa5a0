import { commands, Uri, window, workspace } from 'vscode';
import { reportError } from '../report.ts';

/** Kinds of files that are written for a person, and what they are called in the dialog. */
const kinds = { csv: 'Comma-separated values', png: 'Picture' } as const;

/** Names that mean a file and nothing else on every system. */
export const fileName = (name: string, kind: keyof typeof kinds): string =>
  `${name.replaceAll(/[^a-z0-9-]+/gi, '-').replaceAll(/^-+|-+$/g, '') || 'dashboard'}.${kind}`;

const show = 'Open';

/** Asks where, writes there, and says so; nothing where the person thinks better of it. */
export async function saveFile(folder: Uri | undefined, name: string, kind: keyof typeof kinds, content: Uint8Array) {
  const file = fileName(name, kind);
  const target = await window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, file) }),
    filters: { [kinds[kind]]: [kind] },
    saveLabel: 'Export',
  });
  if (target === undefined) return;
  try {
    await workspace.fs.writeFile(target, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return reportError(`The file could not be written: ${why} Export it to another place.`);
  }
  const chosen = await window.showInformationMessage(`Exported to ${workspace.asRelativePath(target)}.`, show);
  if (chosen === show) await commands.executeCommand('vscode.open', target);
}
