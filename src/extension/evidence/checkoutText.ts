import { FileSystemError, Uri, workspace } from 'vscode';

/** The text of a file of the checkout: undefined where there is none, null where it cannot be read. */
export async function checkoutText(root: string, path: string): Promise<string | undefined | null> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(Uri.file(root), path)));
  } catch (error) {
    return error instanceof FileSystemError && error.code === 'FileNotFound' ? undefined : null;
  }
}
