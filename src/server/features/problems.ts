import { reported } from '../../language/describe.ts';
import { type ProblemsReply, problemsMethod, problemsParamsSchema } from '../../model/problemsRequest.ts';
import type { Feature } from '../session.ts';

/** `loopwright/problems`: what is published of an open document, once it is known what its repository has. */
export const problems: Feature = {
  capabilities: {},
  register(session) {
    session.connection.onRequest(problemsMethod, async (given: unknown, token): Promise<ProblemsReply> => {
      const params = problemsParamsSchema.safeParse(given);
      if (!params.success) throw new Error(`${problemsMethod} takes { textDocument: { uri } }.`);
      const { uri } = params.data.textDocument;
      await session.currentIndexOf(uri);
      const document = session.document(uri, token);
      const file = session.pathOf(uri) ?? uri;
      return document === undefined ? null : session.problemsOf(document).map((problem) => reported(file, problem));
    });
  },
};
