import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import { pathOfUri } from './validation.ts';

/** The folders that the client has open, in whichever way it tells them; none where it has none. */
export class ClientFolders {
  readonly #connection: Pick<Connection, 'workspace'>;
  #params: Pick<InitializeParams, 'capabilities' | 'rootUri'> = { capabilities: {}, rootUri: null };

  constructor(connection: Pick<Connection, 'workspace'>) {
    this.#connection = connection;
  }

  initialize(params: InitializeParams): void {
    this.#params = params;
  }

  get capabilities(): InitializeParams['capabilities'] {
    return this.#params.capabilities;
  }

  /** Their paths, as they are now. */
  async paths(): Promise<readonly string[]> {
    const { capabilities, rootUri } = this.#params;
    const root = rootUri === null ? [] : [{ uri: rootUri }];
    const asked = capabilities.workspace?.workspaceFolders === true;
    const folders = asked ? await this.#connection.workspace.getWorkspaceFolders().catch(() => null) : root;
    return (folders ?? root).flatMap(({ uri }) => pathOfUri(uri) ?? []);
  }
}
