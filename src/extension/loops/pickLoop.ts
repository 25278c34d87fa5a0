import { Uri, window, workspace } from 'vscode';
import type { LoopTarget } from '../commandTable.ts';
import { isLoopFile, problemWords } from './loopFile.ts';
import type { LoopFiles } from './loopFiles.ts';

/** The loop that a command is about: the one it was given, the one in the editor, the only one, else the one picked. */
export async function pickLoop(files: LoopFiles, target: LoopTarget): Promise<Uri | undefined> {
  if (target !== undefined) return target instanceof Uri ? target : target.uri;
  const open = window.activeTextEditor?.document.uri;
  if (open?.scheme === 'file' && isLoopFile(open.path)) return open;
  await files.look();
  const loops = files.all();
  const [only] = loops;
  if (only === undefined) {
    void window.showInformationMessage('There is no loop in this folder yet. Create one in the view Loops.');
    return undefined;
  }
  if (loops.length === 1) return only.uri;
  const rows = loops.map((loop) => ({
    label: loop.name,
    description: [...folderOf(loop.uri), problemWords(loop)].filter((words) => words !== '').join(' · '),
    detail: loop.description ?? '',
    uri: loop.uri,
  }));
  const picked = await window.showQuickPick(rows, { placeHolder: 'Which loop?', matchOnDetail: true });
  return picked?.uri;
}

/** The name of the loop's folder, where there are several. */
function folderOf(uri: Uri): readonly string[] {
  const folder = workspace.getWorkspaceFolder(uri);
  return folder === undefined || (workspace.workspaceFolders ?? []).length < 2 ? [] : [folder.name];
}
