import type { InlayHint, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Hint } from '../../language/hints/hint.ts';
import { hintsOf } from '../../language/hints/hints.ts';
import type { Feature } from '../session.ts';

export const inlayHints: Feature = {
  capabilities: { inlayHintProvider: true },
  register(session) {
    session.connection.onRequest('textDocument/inlayHint', ({ textDocument, range }, token) => {
      const document = session.document(textDocument.uri, token);
      if (!document) return null;
      const here = { now: Date.now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
      return hintsOf(document.getText(), here)
        .map((hint) => toInlayHint(hint, document))
        .filter(({ position }) => isIn(range, position.line));
    });
  },
};

const isIn = ({ start, end }: Range, line: number): boolean => line >= start.line && line <= end.line;

function toInlayHint({ offset, label, tooltip }: Hint, document: TextDocument): InlayHint {
  return { position: document.positionAt(offset), label, paddingLeft: true, ...(tooltip ? { tooltip } : {}) };
}
