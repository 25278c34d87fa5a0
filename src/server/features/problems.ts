import { reported } from '../../language/describe.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import type { ProblemsReply } from '../../model/problemsReply.ts';
import { problemsMethod, problemsParamsSchema } from '../../model/problemsRequest.ts';
import type { Feature } from '../session.ts';
import { pathOfUri } from '../validation.ts';

/** `loopwright/problems`: what is published of an open document, or would be of a text, once it is known what its repository has. */
export const problems: Feature = {
  capabilities: {},
  register(session) {
    session.connection.onRequest(problemsMethod, async (given, token): Promise<ProblemsReply> => {
      const params = problemsParamsSchema.safeParse(given);
      if (!params.success) throw new Error(`${problemsMethod} takes { textDocument: { uri }, text? }.`);
      const { textDocument, text } = params.data;
      const { uri } = textDocument;
      const index = await session.currentIndexOf(uri);
      const file = session.pathOf(uri) ?? uri;
      if (text !== undefined) {
        const path = pathOfUri(uri);
        const found = parseLoop(text, path === undefined ? { index } : { path, index }).problems;
        return found.map((problem) => reported(file, problem));
      }
      const document = session.document(uri, token);
      return document === undefined ? null : session.problemsOf(document).map((problem) => reported(file, problem));
    });
  },
};
