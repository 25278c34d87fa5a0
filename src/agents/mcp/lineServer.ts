import { setTimeout as delay } from 'node:timers/promises';
import { parsedMessage } from './parsedMessage.ts';
import type { ToolServer } from './toolServer.ts';

/**
 * Serves MCP over stdio, a message of JSON a line, until `lines` end. What is asked side by side is answered side by side.
 * What is still being worked on at the end has `msToEnd` milliseconds.
 */
export async function serveLines(
  server: ToolServer,
  {
    lines,
    write,
    msToEnd,
  }: { readonly lines: AsyncIterable<string>; readonly write: (line: string) => void; readonly msToEnd: number },
): Promise<void> {
  const open = new Set<Promise<void>>();
  for await (const line of lines) {
    const answered = server.answer(parsedMessage(line)).then((answer) => {
      if (answer !== undefined) write(JSON.stringify(answer));
      open.delete(answered);
    });
    open.add(answered);
  }
  const end = new AbortController();
  await Promise.race([Promise.all(open), delay(msToEnd, undefined, { signal: end.signal }).catch(() => undefined)]);
  end.abort();
}
