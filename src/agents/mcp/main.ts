import { isAbsolute } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { mcpServer } from './server.ts';
import { StepFolder } from './stepFolder.ts';
import { toolsOf } from './tools.ts';

/** Milliseconds for what was asked last. */
const msToEnd = 300;

/** `mcp.js <step folder> <seconds to wait for a person>`: Loopwright's own MCP server for a running agent, over stdio. */
async function main([directory = '', seconds = '']: readonly string[]): Promise<void> {
  const waitSeconds = Number(seconds);
  if (!isAbsolute(directory) || !Number.isFinite(waitSeconds) || waitSeconds < 0) {
    process.stderr.write('Call it with the path of a step folder and the seconds that a question may wait.\n');
    process.exit(2);
  }
  const leave = () => process.exit(0);
  // Whoever started it has closed the pipe or died: what was reported last is written, no answer is waited for.
  process.stdin.once('close', () => setTimeout(leave, msToEnd));
  process.stdout.once('error', leave);
  const server = mcpServer(toolsOf({ folder: new StepFolder(directory), waitSeconds, now: Date.now }));
  server.onclose = leave;
  await server.connect(new StdioServerTransport());
}

void main(process.argv.slice(2));
