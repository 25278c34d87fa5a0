import type { Unsubscribe } from '../listeners.ts';

/** A folder of the window, as VS Code's `WorkspaceFolder` is one. */
export interface WindowFolder {
  readonly name: string;
  readonly uri: FolderUri;
}

/** What is asked of a URI here; VS Code's `Uri` is one. */
export interface FolderUri {
  readonly scheme: string;
  readonly fsPath: string;
  toString(): string;
}

/** The folders of the window, which come and go while it is open. */
export interface WindowFolders {
  all(): readonly WindowFolder[];
  /** The folder that a file lies in. */
  of(uri: FolderUri): WindowFolder | undefined;
  onChange(listener: () => void): Unsubscribe;
}
