import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { type ModelEnd, type ModelNews, modelRequestSchema, notAnswered } from '../model/modelAsk.ts';
import { type AnswerModelAsk, askModelMethod, modelNewsNotification } from '../protocol/models.ts';

/** Characters of one piece; the protocol allows no longer ones. */
const mostAtOnce = 8192;

/** Answers what the runner asks of a model over a connection. `gone` aborts with the connection. */
export function answerModelAsks(
  connection: Pick<MessageConnection, 'onRequest' | 'sendNotification'>,
  answer: AnswerModelAsk,
  gone: AbortSignal,
): void {
  connection.onRequest(askModelMethod, async (sent: unknown, token: CancellationToken): Promise<ModelEnd> => {
    const parsed = modelRequestSchema.safeParse(sent);
    if (!parsed.success)
      return notAnswered('failed', 'This window does not understand the question. Update Loopwright.');
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const tell = (news: ModelNews): void => {
      for (const piece of piecesOf(news)) {
        const told = { id: parsed.data.id, news: piece };
        void connection.sendNotification(modelNewsNotification, told).catch(() => undefined);
      }
    };
    try {
      return await answer(parsed.data, tell, AbortSignal.any([stop.signal, gone]));
    } catch (error) {
      return notAnswered('failed', error instanceof Error ? error.message : String(error));
    }
  });
}

function piecesOf(news: ModelNews): readonly ModelNews[] {
  if (news.type !== 'text') return [news];
  const pieces: ModelNews[] = [];
  for (let from = 0; from < news.text.length; from += mostAtOnce) {
    pieces.push({ type: 'text', text: news.text.slice(from, from + mostAtOnce) });
  }
  return pieces;
}
