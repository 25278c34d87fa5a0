import { completionsAt } from '../../language/completion.ts';
import { toCompletionItem } from '../convert.ts';
import type { Feature } from '../session.ts';
import { pathOfUri } from '../validation.ts';

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: ['.', ':', ' ', '{', '(', '"', "'", '['] } },
  register(session) {
    session.connection.onRequest('textDocument/completion', ({ textDocument, position }, token) => {
      const document = session.document(textDocument.uri, token);
      if (!document) return [];
      const index = session.indexOf(document.uri);
      const path = pathOfUri(document.uri);
      const options = { index, ...(path === undefined ? {} : { path }) };
      const found = completionsAt(document.getText(), document.offsetAt(position), options);
      return found.map((each, rank) => toCompletionItem(each, document, rank));
    });
  },
};
