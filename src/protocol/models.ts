import * as z from 'zod';
import {
  editorModelSchema,
  type ModelEnd,
  type ModelNews,
  type ModelRequest,
  modelNewsSchema,
} from '../model/modelAsk.ts';

/**
 * The one thing that the runner asks of a client: an answer of a language model. A window says with `offerModels` that it
 * has some; nobody else is asked.
 */

/** Client → runner: which models a window has now. The newest offer of a connection holds. */
export const modelOfferSchema = z.strictObject({
  models: z.array(editorModelSchema).max(200),
  /** Whether somebody sits at this window: it is asked before the others. */
  focused: z.boolean(),
});
export type ModelOffer = z.infer<typeof modelOfferSchema>;

/** Runner → client, a request: a `ModelRequest`, answered with a `ModelEnd` once all of its news are sent. */
export const askModelMethod = 'askModel';

/** Client → runner: what the model says, while the request is under way. */
export const modelNewsNotification = 'modelNews';
export const modelNewsNotificationSchema = z.strictObject({ id: z.string().max(64), news: modelNewsSchema });

/** Answers a question with a model of this window. After an abort nobody hears it any more. */
export type AnswerModelAsk = (
  request: ModelRequest,
  tell: (news: ModelNews) => void,
  signal: AbortSignal,
) => Promise<ModelEnd>;
