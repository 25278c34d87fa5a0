import { toCodeActions } from '../convert.ts';
import type { Feature } from '../session.ts';

export const codeActions: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: ['quickfix'] } },
  register(session) {
    session.connection.onCodeAction(({ textDocument, range }, token) => {
      const document = session.document(textDocument.uri, token);
      return document ? toCodeActions(document, range, session.problemsOf(document)) : [];
    });
  },
};
