import type { Location, LocationLink } from 'vscode-languageserver/node';
import { definitionAt } from '../../language/navigation/definition.ts';
import { toLocations } from '../locations.ts';
import type { Feature } from '../session.ts';

export const definition: Feature = {
  capabilities: { definitionProvider: true },
  register(session) {
    session.connection.onRequest('textDocument/definition', async ({ textDocument, position }, token) => {
      const index = await session.currentIndexOf(textDocument.uri);
      const document = session.document(textDocument.uri, token);
      if (!document) return null;
      const file = session.pathOf(document.uri);
      const found = definitionAt(document.getText(), document.offsetAt(position), { index, file });
      if (!found) return null;
      const locations = toLocations(session, document.uri, found.places);
      const links = session.client().textDocument?.definition?.linkSupport === true;
      return links ? locations.map((location) => toLink(location, found.origin)) : locations;
    });
  },
};

/** With what was asked about: `claude:reviewer` is two words to a client. */
const toLink = ({ uri, range }: Location, origin: Location['range']): LocationLink => ({
  originSelectionRange: origin,
  targetUri: uri,
  targetRange: range,
  targetSelectionRange: range,
});
