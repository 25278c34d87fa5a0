import { FoldingRangeKind } from 'vscode-languageserver/node';
import { foldsOf } from '../../language/structure/folding.ts';
import type { Feature } from '../session.ts';

const kinds = { comment: FoldingRangeKind.Comment, region: FoldingRangeKind.Region } as const;

export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register(session) {
    session.connection.onFoldingRanges(({ textDocument }, token) => {
      const document = session.document(textDocument.uri, token);
      const folds = document ? foldsOf(document.getText()) : [];
      return folds.map(({ start, end, kind }) => ({
        startLine: start,
        endLine: end,
        ...(kind && { kind: kinds[kind] }),
      }));
    });
  },
};
