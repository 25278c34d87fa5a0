import { isAbsolute } from 'node:path';
import type { McpServer } from '../port.ts';

/** What agents call the server; no connector can be called so. */
export const ownServerName = 'loopwright';

/** The only address that the driver serves it at. */
export const loopback = '127.0.0.1';

/**
 * Seconds that one call waits for a person. Clients give up on a tool after a time of their own, mostly a minute; a question
 * asked again goes on waiting.
 */
export const secondsToWait = 50;

/** Loopwright's own MCP server, as an agent starts it that cannot ask the driver. `directory`: the step's folder, absolute. */
export function ownServer({
  node,
  script,
  directory,
  waitSeconds = secondsToWait,
}: {
  /** The program that runs `mcp.js`. */
  readonly node: string;
  /** Path of `mcp.js`. */
  readonly script: string;
  readonly directory: string;
  readonly waitSeconds?: number;
}): McpServer {
  return {
    name: ownServerName,
    command: node,
    args: [script, directory, String(waitSeconds)],
    // The editor's own program is a Node only when it is told so.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  };
}

/** What `mcp.js` is called with; the driver, which serves the same, reads it too. Undefined where it is called wrongly. */
export function ownCall([directory = '', seconds = '']: readonly string[]):
  | { readonly directory: string; readonly waitSeconds: number }
  | undefined {
  const waitSeconds = Number(seconds);
  const isRight = isAbsolute(directory) && seconds !== '' && Number.isFinite(waitSeconds) && waitSeconds >= 0;
  return isRight ? { directory, waitSeconds } : undefined;
}
