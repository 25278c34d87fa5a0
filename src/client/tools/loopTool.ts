import type * as z from 'zod';
import type { ReportedProblem } from '../../model/problem.ts';
import type { Result } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';

/** What the tools for other assistants see of the outside. */
export interface ToolWorld {
  /** Asks the runner of the repository. */
  readonly request: RunnerClient['request'];
  /**
   * Checks loop files of the repository: the one named, else all. An unsaved `text` is checked as if it stood in the file.
   * The error says why nothing was checked.
   */
  readonly validate: (
    asked: { readonly loop?: string | undefined; readonly text?: string | undefined },
    signal: AbortSignal,
  ) => Promise<Result<Validated, string>>;
}

export interface Validated {
  /** From the top of the repository. */
  readonly files: readonly string[];
  readonly problems: readonly ReportedProblem[];
}

/** What people call each tool. It stands apart from what they take, which needs zod. */
export const toolTitles = {
  list_runs: 'List Runs',
  read_run: 'Read a Run',
  validate_loop: 'Validate a Loop',
} as const;
export type ToolName = keyof typeof toolTitles;

/**
 * A tool that another assistant may call: over MCP (`loopwright mcp`) and in the editor (`languageModelTools`). None of them
 * starts, stops, approves or lands anything.
 */
export interface LoopTool<T extends z.ZodType = z.ZodType> {
  readonly name: ToolName;
  /** For the model. */
  readonly description: string;
  /** For the person. */
  readonly userDescription: string;
  readonly input: T;
  /** Rejects with words for the assistant where it cannot be done. `input` is what its schema made of the call. */
  act(input: z.infer<T>, world: ToolWorld, signal: AbortSignal): Promise<string>;
}

/** A list of tools forgets what each takes; a call is parsed with the tool's own schema first. */
export const loopTool = <T extends z.ZodType>(one: LoopTool<T>): LoopTool => one as unknown as LoopTool;
