import { symbolsOf } from '../../language/symbols.ts';
import { toDocumentSymbol } from '../convert.ts';
import type { Feature } from '../session.ts';

export const outline: Feature = {
  capabilities: { documentSymbolProvider: true },
  register(session) {
    session.connection.onRequest('textDocument/documentSymbol', ({ textDocument }, token) => {
      const document = session.document(textDocument.uri, token);
      return document ? symbolsOf(document.getText()).map(toDocumentSymbol) : [];
    });
  },
};
