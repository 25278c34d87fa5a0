import { dirname } from 'node:path';
import { version } from '../../package.json';
import { connectRunner } from '../client/connect.ts';
import { thisMachine } from '../runner/autostart/thisMachine.ts';
import { runCommandLine } from './commandLine.ts';
import { editFile } from './editor.ts';
import { exitCodes } from './ending.ts';
import { serveLanguage } from './languageServer.ts';
import { ProcessTerminal } from './terminal.ts';
import type { ConnectRequest } from './world.ts';

/** What shells report of a program that was ended because nobody read on: 128 + SIGPIPE. */
const nobodyReads = 141;

/** Whoever reads our output may stop reading (`loopwright runs | head -1`); that is no error to tell. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? nobodyReads);
  });
}

/** The first Ctrl-C lets a command end in order; a second one ends it at once, as the system does. */
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

const terminal = new ProcessTerminal(process);
const programs = dirname(__filename);

async function main(): Promise<void> {
  const world = {
    terminal,
    version,
    programs,
    folder: process.cwd(),
    env: process.env,
    signal: interrupted.signal,
    edit: (file: string) => editFile(file, process.env),
    machine: thisMachine,
    serveLanguage: (signal: AbortSignal) => serveLanguage(programs, signal),
    connect: (request: ConnectRequest) => connectRunner({ ...request, programs }),
  };
  process.exitCode = await runCommandLine(process.argv.slice(2), world);
  terminal.close();
}

main().catch((error: unknown) => {
  terminal.complain(`loopwright: this is a bug, please report it: ${error instanceof Error ? error.stack : error}`);
  process.exit(exitCodes.failed);
});
