import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { DocumentLink } from 'vscode-languageserver/node';
import { type Link, linksIn } from '../../language/navigation/links.ts';
import type { Feature, Session } from '../session.ts';

export const links: Feature = {
  capabilities: { documentLinkProvider: {} },
  register(session) {
    session.connection.onRequest('textDocument/documentLink', async ({ textDocument }, token) => {
      const index = await session.currentIndexOf(textDocument.uri);
      const document = session.document(textDocument.uri, token);
      if (!document) return [];
      const found = linksIn(document.getText(), { index, file: session.pathOf(document.uri) });
      const links = await Promise.all(found.map((link) => toDocumentLink(session, document.uri, link)));
      return links.flat();
    });
  },
};

async function toDocumentLink(
  session: Session,
  document: string,
  { range, file, isThere }: Link,
): Promise<readonly DocumentLink[]> {
  const target = session.uriOf(document, file);
  if (target === undefined || !(isThere || (await isFile(target)))) return [];
  return [{ range, target }];
}

const isFile = (uri: string): Promise<boolean> =>
  stat(fileURLToPath(uri)).then(
    (stats) => stats.isFile(),
    () => false,
  );
