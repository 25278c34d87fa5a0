import { formatEdits } from '../../language/format/format.ts';
import type { Feature } from '../session.ts';

export const formatting: Feature = {
  capabilities: { documentFormattingProvider: true, documentRangeFormattingProvider: true },
  register(session) {
    session.connection.onDocumentFormatting(({ textDocument }, token) => {
      const document = session.document(textDocument.uri, token);
      return document ? [...formatEdits(document.getText())] : null;
    });
    session.connection.onDocumentRangeFormatting(({ textDocument, range }, token) => {
      const document = session.document(textDocument.uri, token);
      return document ? [...formatEdits(document.getText(), range)] : null;
    });
  },
};
