import { createInterface } from 'node:readline';
import { serveLines } from './lineServer.ts';
import { ownCall } from './ownServer.ts';
import { StepFolder } from './stepFolder.ts';
import { ToolServer } from './toolServer.ts';
import { toolsOf } from './tools.ts';

/** Milliseconds for what was asked last: whoever started it has closed the pipe or died, and waits for no answer. */
const msToEnd = 300;

/**
 * `mcp.js <step folder> <seconds to wait for a person>`: Loopwright's own MCP server over stdio, a message a line, for an
 * agent that talks to no server over HTTP. The others ask the driver (endpoint.ts).
 */
async function main(args: readonly string[]): Promise<void> {
  const call = ownCall(args);
  if (call === undefined) {
    process.stderr.write('Call it with the path of a step folder and the seconds that a question may wait.\n');
    process.exit(2);
  }
  process.stdout.once('error', () => process.exit(0));
  const { directory, waitSeconds } = call;
  const server = new ToolServer(toolsOf({ folder: new StepFolder(directory), waitSeconds, now: Date.now }));
  const lines = createInterface({ input: process.stdin });
  await serveLines(server, { lines, write: (line) => process.stdout.write(`${line}\n`), msToEnd });
  process.exit(0);
}

void main(process.argv.slice(2));
