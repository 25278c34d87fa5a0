import type { TextDocument } from 'vscode-languageserver-textdocument';
import { dryRun as dryRunOf } from '../../dryRun/dryRun.ts';
import { lifeOf } from '../../dryRun/life.ts';
import { reported } from '../../language/describe.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import type { DryRunReply } from '../../model/dryRunReply.ts';
import { type DryRunParams, dryRunMethod, dryRunParamsSchema } from '../../model/dryRunRequest.ts';
import { fileItems } from '../fileItems.ts';
import type { Feature, Session } from '../session.ts';

/** `loopwright/dryRun`: what a run of an open loop file would do. Runs nothing, and asks no runner. */
export const dryRun: Feature = {
  capabilities: { experimental: { dryRun: true } },
  register(session) {
    session.connection.onRequest(dryRunMethod, async (given, token): Promise<DryRunReply | null> => {
      const params = dryRunParamsSchema.safeParse(given);
      if (!params.success) throw new Error(`${dryRunMethod} takes { textDocument: { uri } }.`);
      const document = session.document(params.data.textDocument.uri, token);
      return document === undefined ? null : answer(session, document, params.data);
    });
  },
};

async function answer(session: Session, document: TextDocument, params: DryRunParams): Promise<DryRunReply> {
  const index = await session.currentIndexOf(document.uri);
  const text = document.getText();
  const file = fileOf(session, document.uri);
  const { loop, problems } = parseLoop(text, { path: file, index });
  const told = problems.map((problem) => reported(file, problem));
  if (loop === undefined) return { is: 'errors', problems: told };
  const dry = dryRunOf(text, loop, {
    file,
    now: Date.now(),
    problems: told,
    items: await fileItems(loop, (path) => session.uriOf(document.uri, path)),
    likely: params.likely,
    ...(index === undefined
      ? {}
      : { skillFile: (name) => index.skills.find((one) => one.name === name)?.file ?? null }),
  });
  return { is: 'dry-run', dryRun: dry, life: lifeOf(dry, params.shown) };
}

/** From the top of the repository; its name alone where there is none. */
const fileOf = (session: Session, uri: string): string => session.pathOf(uri) ?? uri.slice(uri.lastIndexOf('/') + 1);
