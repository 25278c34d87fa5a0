import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import type { Result } from '../model/result.ts';
import { outlineFileSchema, reviewOutlineSchema } from '../model/reviewOutline.ts';
import { type Refusal, type RunnerMethod, type RunnerReply, replySchema, runnerRequests } from '../protocol/runner.ts';

/** Files of an outline that are looked at before others of this process have their turn: a few milliseconds of work. */
const filesAtOnce = 20;

const someFiles = z.array(outlineFileSchema);
const outlineReply = replySchema(reviewOutlineSchema.extend({ files: z.array(z.unknown()) }));

/**
 * What the runner answered, once its shape is known to be right; throws a `ZodError` where it is not. The outline of a large
 * change is megabytes, and is looked at in parts: the extension host is never blocked for long.
 */
export async function parsedReply<M extends RunnerMethod>(
  method: M,
  reply: unknown,
): Promise<Result<RunnerReply<M>, Refusal>> {
  if (method === 'reviewOutline') return (await parsedOutline(reply)) as Result<RunnerReply<M>, Refusal>;
  return replySchema(runnerRequests[method].result).parse(reply) as Result<RunnerReply<M>, Refusal>;
}

async function parsedOutline(reply: unknown): Promise<Result<RunnerReply<'reviewOutline'>, Refusal>> {
  const outline = outlineReply.parse(reply);
  if (!outline.ok) return outline;
  const files: z.infer<typeof someFiles> = [];
  for (let from = 0; from < outline.value.files.length; from += filesAtOnce) {
    files.push(...someFiles.parse(outline.value.files.slice(from, from + filesAtOnce)));
    await nextTurn();
  }
  return { ok: true, value: { ...outline.value, files } };
}
