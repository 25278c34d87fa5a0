import * as z from 'zod';

/** An MCP server of the repository's `.mcp.json` that a role may use. */
export const connectorSchema = z.strictObject({
  /** The loop's own name of it. */
  name: z.string(),
  /** Its name in `.mcp.json`. */
  mcp: z.string(),
  /** Only these of its tools; absent: all of them. */
  tools: z.array(z.string()).optional(),
});
export type Connector = z.infer<typeof connectorSchema>;
