import { howItEnded } from './stepState.ts';
import { type CommandResult, commandPassed, type ExaminedDefect } from './steps.ts';

/**
 * What running the command of a claimed defect showed: it shows the defect by failing. The shell says 126 and 127 of a
 * command that it could not run at all, which shows nothing.
 */
export function reproduced(result: CommandResult): Pick<ExaminedDefect, 'shown' | 'evidence'> {
  const ran = result.ended === 'exit' && result.exitCode !== 126 && result.exitCode !== 127;
  return {
    shown: ran && !commandPassed(result) ? 'reproduced' : 'not-reproduced',
    evidence: `${howItEnded(result)}. ${result.tail}`.trim(),
  };
}
