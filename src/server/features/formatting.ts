import { formatEdits } from '../../language/format/format.ts';
import type { Feature } from '../session.ts';

export const formatting: Feature = {
  capabilities: { documentFormattingProvider: true, documentRangeFormattingProvider: true },
  register(session) {
    session.connection.onRequest('textDocument/formatting', ({ textDocument }, token) => {
      const document = session.document(textDocument.uri, token);
      return document ? [...formatEdits(document.getText())] : null;
    });
    session.connection.onRequest('textDocument/rangeFormatting', ({ textDocument, range }, token) => {
      const document = session.document(textDocument.uri, token);
      return document ? [...formatEdits(document.getText(), range)] : null;
    });
  },
};
