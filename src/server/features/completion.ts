import { completionsAt } from '../../language/completion.ts';
import { toCompletionItem } from '../convert.ts';
import type { Feature } from '../session.ts';

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: ['.', ':', ' ', '{', '('] } },
  register(session) {
    session.connection.onCompletion(({ textDocument, position }, token) => {
      const document = session.document(textDocument.uri, token);
      if (!document) return [];
      const index = session.indexOf(document.uri);
      const found = completionsAt(document.getText(), document.offsetAt(position), index);
      return found.map((each) => toCompletionItem(each, document));
    });
  },
};
