import { dirname, isAbsolute } from 'node:path';
import { secondsToWait } from '../../agents/mcp/ownServer.ts';
import { StepFolder } from '../../agents/mcp/stepFolder.ts';
import { type Tool, toolsOf } from '../../agents/mcp/tools.ts';
import { reportFile } from '../../agents/report/reportFile.ts';

/**
 * The tools of an agent that works within a step of a run: the environment of every step names its report. Undefined outside
 * of one.
 */
export function stepTools(env: Readonly<Record<string, string | undefined>>): readonly Tool[] | undefined {
  const report = env['LOOPWRIGHT_REPORT_FILE'];
  if (report === undefined || !isAbsolute(report)) return undefined;
  const directory = dirname(report);
  if (reportFile(directory) !== report) return undefined;
  return toolsOf({ folder: new StepFolder(directory), waitSeconds: secondsToWait, now: Date.now });
}
