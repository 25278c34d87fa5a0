import { hoverAt } from '../../language/hover.ts';
import { toHover } from '../convert.ts';
import type { Feature } from '../session.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(session) {
    session.connection.onRequest('textDocument/hover', ({ textDocument, position }, token) => {
      const document = session.document(textDocument.uri, token);
      if (!document) return null;
      const found = hoverAt(document.getText(), document.offsetAt(position), session.indexOf(document.uri));
      return found ? toHover(found) : null;
    });
  },
};
