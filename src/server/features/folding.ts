import { foldsOf } from '../../language/structure/folding.ts';
import type { Feature } from '../session.ts';

export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register(session) {
    session.connection.onRequest('textDocument/foldingRange', ({ textDocument }, token) => {
      const document = session.document(textDocument.uri, token);
      const folds = document ? foldsOf(document.getText()) : [];
      return folds.map(({ start, end, kind }) => ({
        startLine: start,
        endLine: end,
        ...(kind && { kind }),
      }));
    });
  },
};
