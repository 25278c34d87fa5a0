import type { CancellationToken, Connection, ServerCapabilities } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../language/problem.ts';
import type { WorkspaceIndex } from '../language/workspaceIndex.ts';

/** What the features of the server work with: the client, its open documents, and what is known of them. */
export interface Session {
  readonly connection: Connection;
  /** An open document; undefined where it is not open, or nobody waits for the answer any more. */
  document(uri: string, token: CancellationToken): TextDocument | undefined;
  /** Every open loop file. */
  documents(): readonly TextDocument[];
  problemsOf(document: TextDocument): readonly Problem[];
  /** What the repository of a document has; undefined while nothing is known of it. */
  indexOf(uri: string): WorkspaceIndex | undefined;
  /** The same with the text of every open document as it is at this moment: for edits, which must fit it. */
  freshIndexOf(uri: string): WorkspaceIndex | undefined;
  /** The uri of a path of the index, which goes from the top of the repository that a document is in. */
  uriOf(document: string, path: string): string | undefined;
}

/** A part of what the server can do: what it tells the client of itself, and the requests it answers. */
export interface Feature {
  readonly capabilities: Partial<ServerCapabilities>;
  register(session: Session): void;
}
