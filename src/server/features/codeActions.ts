import { codeActionKinds, toCodeActions, toFixAll } from '../convert.ts';
import type { Feature } from '../session.ts';
import { pathOfUri } from '../validation.ts';

/** Whether somebody asks for actions of a kind: all where nothing is said, and of a kind what is below it. */
const asksFor = (kind: string, only: readonly string[] | undefined): boolean =>
  only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));

export const codeActions: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: Object.values(codeActionKinds) } },
  register(session) {
    session.connection.onRequest('textDocument/codeAction', ({ textDocument, range, context: { only } }, token) => {
      const document = session.document(textDocument.uri, token);
      if (!document) return [];
      const path = pathOfUri(document.uri);
      const options = { index: session.indexOf(document.uri), ...(path === undefined ? {} : { path }) };
      return [
        ...(asksFor(codeActionKinds.fix, only) ? toCodeActions(document, range, session.problemsOf(document)) : []),
        // Editors show what is of the source in a menu of its own, and ask for it by name.
        ...(only !== undefined && asksFor(codeActionKinds.fixAll, only) ? toFixAll(document, options) : []),
      ];
    });
  },
};
