import type { Disposable, Webview } from 'vscode';
import type * as z from 'zod';

type Incoming = typeof import('./incoming.ts');

/** Hands on what a page says, in its order, once it fits the schema; anything else is not for us. */
export function onSaid<Says>(
  webview: Webview,
  schemaIn: (incoming: Incoming) => z.ZodType<Says>,
  take: (said: Says) => void,
): Disposable {
  // Begun now: it is there before the page is.
  const schema = import('./incoming.ts').then(schemaIn);
  return webview.onDidReceiveMessage(async (message: unknown) => {
    const said = (await schema).safeParse(message);
    if (said.success) take(said.data);
  });
}
