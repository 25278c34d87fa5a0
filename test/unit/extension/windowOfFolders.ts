import { sep } from 'node:path';
import { Listeners } from '../../../src/extension/listeners.ts';
import type { WindowFolder, WindowFolders } from '../../../src/extension/repositories/windowFolders.ts';

/** The folders of a window in memory, which can be added and removed. */
export class WindowOfFolders implements WindowFolders {
  readonly #changed = new Listeners<[]>();
  #folders: readonly WindowFolder[];

  constructor(...paths: readonly string[]) {
    this.#folders = paths.map(folderOf);
  }

  /** Opens these folders instead. */
  open(...paths: readonly string[]): void {
    this.#folders = paths.map(folderOf);
    this.#changed.tell();
  }

  all(): readonly WindowFolder[] {
    return this.#folders;
  }

  of({ fsPath }: { readonly fsPath: string }): WindowFolder | undefined {
    return this.#folders
      .filter(({ uri }) => fsPath === uri.fsPath || fsPath.startsWith(uri.fsPath + sep))
      .toSorted((a, b) => b.uri.fsPath.length - a.uri.fsPath.length)[0];
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener);
  }
}

export const fileUri = (fsPath: string) => ({ scheme: 'file', fsPath, toString: () => `file://${fsPath}` });

const folderOf = (path: string): WindowFolder => ({ name: path.slice(path.lastIndexOf(sep) + 1), uri: fileUri(path) });
