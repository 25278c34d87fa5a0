import { type Command, Option } from 'commander';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes } from '../ending.ts';

const told = `This is the language server of loop files. It speaks the Language Server Protocol and is started by an editor;
docs/editors.md says how. Press Ctrl-C to end it.`;

/** `loopwright lsp --stdio`. Standard output is the protocol's alone. */
export function registerLsp(program: Command, act: Act): void {
  program
    .command('lsp')
    .description('The language server of loop files, for editors')
    .option('--stdio', 'speak over standard input and output (there is no other way)')
    // Clients made with vscode-languageclient say so unasked; the server reads it.
    .addOption(new Option('--clientProcessId <pid>').hideHelp())
    .action(
      act(async ({ terminal, signal, serveLanguage }) => {
        if (terminal.interactive) terminal.complain(told);
        await serveLanguage(signal);
        return ok(exitCodes.done);
      }),
    );
}
