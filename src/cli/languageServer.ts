import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitCodes } from './ending.ts';

/**
 * Runs the language server in this process, over standard input and output. It ends the process itself, as the protocol
 * says, or when its input ends; the promise never resolves.
 */
export async function serveLanguage(programs: string, signal: AbortSignal): Promise<never> {
  signal.addEventListener('abort', () => process.exit(exitCodes.interrupted), { once: true });
  // The server reads its transport from the arguments.
  if (!process.argv.includes('--stdio')) process.argv.push('--stdio');
  // A program of its own beside this one: most commands have no use for its code.
  await import(pathToFileURL(join(programs, 'server.js')).href);
  return new Promise(() => {});
}
