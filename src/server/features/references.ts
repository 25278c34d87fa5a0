import { highlightsAt, referencesAt } from '../../language/navigation/references.ts';
import { highlightNumbers } from '../connection/protocolNumbers.ts';
import { toLocations } from '../locations.ts';
import type { Feature } from '../session.ts';

export const references: Feature = {
  capabilities: { referencesProvider: true, documentHighlightProvider: true },
  register(session) {
    session.connection.onRequest('textDocument/references', async ({ textDocument, position, context }, token) => {
      const index = await session.currentIndexOf(textDocument.uri);
      const document = session.document(textDocument.uri, token);
      if (!document) return [];
      const around = { index, file: session.pathOf(document.uri), declaration: context.includeDeclaration };
      const places = referencesAt(document.getText(), document.offsetAt(position), around);
      return toLocations(session, document.uri, places);
    });
    session.connection.onRequest('textDocument/documentHighlight', ({ textDocument, position }, token) => {
      const document = session.document(textDocument.uri, token);
      if (!document) return [];
      return highlightsAt(document.getText(), document.offsetAt(position)).map(({ range, declares }) => ({
        range,
        kind: declares ? highlightNumbers.Write : highlightNumbers.Read,
      }));
    });
  },
};
