import type { Range, SelectionRange } from 'vscode-languageserver/node';
import { selectionsAt } from '../../language/structure/selection.ts';
import type { Feature } from '../session.ts';

export const selection: Feature = {
  capabilities: { selectionRangeProvider: true },
  register(session) {
    session.connection.onRequest('textDocument/selectionRange', ({ textDocument, positions }, token) => {
      const document = session.document(textDocument.uri, token);
      if (!document) return null;
      const offsets = positions.map((position) => document.offsetAt(position));
      return selectionsAt(document.getText(), offsets).flatMap((ranges) => toSelectionRange(ranges) ?? []);
    });
  },
};

/** The innermost range, with those around it as its parents. */
function toSelectionRange(ranges: readonly Range[]): SelectionRange | undefined {
  return ranges.reduceRight<SelectionRange | undefined>(
    (parent, range) => (parent ? { range, parent } : { range }),
    undefined,
  );
}
