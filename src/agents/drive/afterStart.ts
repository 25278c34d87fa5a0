import type { ownCall } from '../mcp/ownServer.ts';
import type { ToolServer } from '../mcp/toolServer.ts';

/**
 * What a driver needs when its agent is starting already: a program file of its own (`agent.after.js`), for the agent waits until
 * the driver's first one is read. Each part is loaded by itself, since a driver drives one agent.
 */

export const claude = () => import('../claude/stream.ts');
export const claudeProbe = () => import('../claude/probe.ts');
export const codex = () => import('../codex/server.ts');
export const codexByExec = () => import('../codex/exec.ts');
export const codexOutcome = () => import('../codex/outcome.ts');
export const codexProbe = () => import('../codex/probe.ts');
export const pi = () => import('../pi/turn.ts');
export const piVersion = () => import('../pi/installedVersion.ts');
export const acp = async () => {
  const [{ AcpConnection }, { converse }, { AcpTurn }] = await Promise.all([
    import('../acp/connection.ts'),
    import('../acp/conversation.ts'),
    import('../acp/turn.ts'),
  ]);
  return { AcpConnection, AcpTurn, converse };
};
export const acpProbe = () => import('../acp/probe.ts');
export const vscode = () => import('../vscode.ts');
export const verdicts = () => import('../report/verdicts.ts');

/** The server of our tools for one step. */
export async function toolServer({
  directory,
  waitSeconds,
}: NonNullable<ReturnType<typeof ownCall>>): Promise<ToolServer> {
  const [{ toolsOf }, { StepFolder }, server] = await Promise.all([
    import('../mcp/tools.ts'),
    import('../mcp/stepFolder.ts'),
    import('../mcp/toolServer.ts'),
  ]);
  return new server.ToolServer(toolsOf({ folder: new StepFolder(directory), waitSeconds, now: Date.now }));
}
