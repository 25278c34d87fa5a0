import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Connection } from './connection.ts';

type Listener = (document: TextDocument) => void;

/** What may be listened to: `changed` also when a document is opened. */
interface DocumentEvents {
  readonly opened: Listener;
  readonly changed: Listener;
  readonly saved: Listener;
  readonly closed: Listener;
}

/** The documents that the client has open, as they are in it. */
export class OpenDocuments {
  readonly #documents = new Map<string, TextDocument>();
  readonly #listeners: Partial<DocumentEvents>[] = [];

  constructor(connection: Pick<Connection, 'onNotification'>) {
    connection.onNotification('textDocument/didOpen', ({ textDocument: { uri, languageId, version, text } }) => {
      const document = TextDocument.create(uri, languageId, version, text);
      this.#documents.set(uri, document);
      this.#tell('opened', document);
      this.#tell('changed', document);
    });
    connection.onNotification('textDocument/didChange', ({ textDocument: { uri, version }, contentChanges }) => {
      const document = this.#documents.get(uri);
      if (document === undefined) return;
      TextDocument.update(document, contentChanges, version);
      this.#tell('changed', document);
    });
    connection.onNotification('textDocument/didSave', ({ textDocument: { uri } }) => {
      const document = this.#documents.get(uri);
      if (document !== undefined) this.#tell('saved', document);
    });
    connection.onNotification('textDocument/didClose', ({ textDocument: { uri } }) => {
      const document = this.#documents.get(uri);
      this.#documents.delete(uri);
      if (document !== undefined) this.#tell('closed', document);
    });
  }

  on(listeners: Partial<DocumentEvents>): void {
    this.#listeners.push(listeners);
  }

  get(uri: string): TextDocument | undefined {
    return this.#documents.get(uri);
  }

  all(): readonly TextDocument[] {
    return [...this.#documents.values()];
  }

  #tell(event: keyof DocumentEvents, document: TextDocument): void {
    for (const listeners of this.#listeners) listeners[event]?.(document);
  }
}
