import { createInterface } from 'node:readline';
import { ownCall } from './ownServer.ts';
import { StepFolder } from './stepFolder.ts';
import { parsedMessage, ToolServer } from './toolServer.ts';
import { toolsOf } from './tools.ts';

/** Milliseconds for what was asked last. */
const msToEnd = 300;

/**
 * `mcp.js <step folder> <seconds to wait for a person>`: Loopwright's own MCP server over stdio, a message a line, for an
 * agent that talks to no server over HTTP. The others ask the driver (endpoint.ts).
 */
function main(args: readonly string[]): void {
  const call = ownCall(args);
  if (call === undefined) {
    process.stderr.write('Call it with the path of a step folder and the seconds that a question may wait.\n');
    process.exit(2);
  }
  const leave = () => process.exit(0);
  process.stdout.once('error', leave);
  const { directory, waitSeconds } = call;
  const server = new ToolServer(toolsOf({ folder: new StepFolder(directory), waitSeconds, now: Date.now }));
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    void server.answer(parsedMessage(line)).then((answer) => {
      if (answer !== undefined) process.stdout.write(`${JSON.stringify(answer)}\n`);
    });
  });
  // Whoever started it has closed the pipe or died: what was reported last is written, no answer is waited for.
  lines.once('close', () => setTimeout(leave, msToEnd));
}

main(process.argv.slice(2));
