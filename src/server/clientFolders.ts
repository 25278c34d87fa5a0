import type { InitializeParams } from 'vscode-languageserver/node';
import type { Connection } from './connection/connection.ts';
import { pathOfUri } from './validation.ts';

/** The folders that the client has open, in whichever way it tells them; none where it has none. */
export class ClientFolders {
  readonly #connection: Pick<Connection, 'sendRequest'>;
  #params: Pick<InitializeParams, 'capabilities' | 'rootUri'> = { capabilities: {}, rootUri: null };

  constructor(connection: Pick<Connection, 'sendRequest'>) {
    this.#connection = connection;
  }

  initialize(params: InitializeParams): void {
    this.#params = params;
  }

  get capabilities(): InitializeParams['capabilities'] {
    return this.#params.capabilities;
  }

  #folders(): Promise<readonly { readonly uri: string }[] | null> {
    return this.#connection.sendRequest('workspace/workspaceFolders', undefined).catch(() => null);
  }

  /** Their paths, as they are now. */
  async paths(): Promise<readonly string[]> {
    const { capabilities, rootUri } = this.#params;
    const root = rootUri === null ? [] : [{ uri: rootUri }];
    const asked = capabilities.workspace?.workspaceFolders === true;
    const folders = asked ? await this.#folders() : root;
    return (folders ?? root).flatMap(({ uri }) => pathOfUri(uri) ?? []);
  }
}
