import type { Command } from 'commander';
import { serveLines } from '../../agents/mcp/lineServer.ts';
import { ToolServer } from '../../agents/mcp/toolServer.ts';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes } from '../ending.ts';
import { repositoryTools, validatingTools } from '../mcp/repositoryTools.ts';
import { stepTools } from '../mcp/stepTools.ts';

const told = `This is an MCP server: it speaks the Model Context Protocol over standard input and output, and is started by an
assistant. docs/monitor.md says how to add it. Press Ctrl-C to end it.`;

/** Milliseconds for what was asked last, when the assistant has closed its end. */
const msToEnd = 5000;

/** `loopwright mcp`. Standard output is the protocol's alone. */
export function registerMcp(program: Command, act: Act): void {
  program
    .command('mcp')
    .description('An MCP server for other assistants: list runs, read a run, validate a loop')
    .addHelpText(
      'after',
      '\nIt never starts, stops, approves or lands anything. Within a step of a run it also has the tools of a running agent:\nreport_finding, ask_person, note_lesson, read_state; what other roles did is not to be read there.',
    )
    .action(
      act(async (invocation) => {
        const { terminal, env } = invocation;
        if (terminal.interactive) terminal.complain(told);
        const own = stepTools(env);
        // A checker or judge must not read the maker's story, so an agent within a step gets no runs.
        const tools = own === undefined ? repositoryTools(invocation) : [...own, ...validatingTools(invocation)];
        const lines = terminal.lines(invocation.signal);
        await serveLines(new ToolServer(tools), { lines, write: (line) => terminal.print(line), msToEnd });
        return ok(exitCodes.done);
      }),
    );
}
