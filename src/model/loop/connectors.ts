import * as z from 'zod';
import { userId } from './words.ts';

const connector = z.strictObject({
  mcp: z
    .string()
    .min(1)
    .max(100)
    .meta({
      description: 'Name of the server in `.mcp.json` at the top of the repository.',
      examples: ['github'],
      'x-loop': { enforcedBy: ['explore', 'make', 'verify', 'judge'] },
    }),
  tools: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(200)
    .optional()
    .meta({
      description: 'Only these of its tools. Default: all of them.',
      examples: [['get_issue', 'add_issue_comment']],
      'x-loop': { enforcedBy: ['explore', 'make', 'verify', 'judge'] },
    }),
});

/** MCP servers that roles may use, by the loop's own names of them. */
export const connectorsSchema = z
  .record(z.string().regex(userId).max(60), connector)
  .default({})
  .meta({
    description:
      'MCP servers of `.mcp.json` that roles of this loop may use, by a name in snake_case. A role is given those that it names.',
    examples: [{ tracker: { mcp: 'github', tools: ['get_issue', 'add_issue_comment'] } }],
  });
