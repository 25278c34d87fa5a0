import type { ClientCapabilities, InitializeParams, ServerCapabilities } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../language/problem.ts';
import type { WorkspaceIndex } from '../language/workspaceIndex.ts';
import type { Connection, RequestToken } from './connection/connection.ts';

/** What the features of the server work with: the client, its open documents, and what is known of them. */
export interface Session {
  readonly connection: Connection;
  /** An open document; undefined where it is not open, or nobody waits for the answer any more. */
  document(uri: string, token: RequestToken): TextDocument | undefined;
  /** Every open loop file. */
  documents(): readonly TextDocument[];
  problemsOf(document: TextDocument): readonly Problem[];
  /** What the repository of a document has; undefined while nothing is known of it. */
  indexOf(uri: string): WorkspaceIndex | undefined;
  /** The same once it has been read, with every open document as it is at this moment: for edits, which must fit the text. */
  currentIndexOf(uri: string): Promise<WorkspaceIndex | undefined>;
  /** What every repository of the client's folders and open documents has. */
  repositories(): Promise<readonly Repository[]>;
  /** The uri of a path of the index, which goes from the top of the repository that a document is in. */
  uriOf(document: string, path: string): string | undefined;
  /** The path of a document from the top of its repository. */
  pathOf(uri: string): string | undefined;
  /** Calls back when what can be told of the loops of a repository has changed, of one that was read. */
  onLoopsChanged(listener: (top: string) => void): void;
  /** What the client said that it can do. */
  client(): ClientCapabilities;
}

export interface Repository {
  readonly index: WorkspaceIndex;
  /** The uri of a path of the index. */
  uriOf(path: string): string;
}

/** A part of what the server can do: what it tells the client of itself, and the requests it answers. */
export interface Feature {
  readonly capabilities: Partial<ServerCapabilities>;
  /** What it tells only a client that can make something of it. */
  readonly capabilitiesFor?: (params: InitializeParams) => Partial<ServerCapabilities>;
  register(session: Session): void;
}
