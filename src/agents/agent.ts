import type { CommandResult, MakerReport, StepInput } from '../model/steps.ts';

/** What a maker is given: the step's input, a folder for its own files, and the seconds it has. */
export interface MakerTask {
  readonly input: StepInput<'make'>;
  readonly directory: string;
  readonly timeoutSeconds: number;
}

/** A program to start, without the environment and limits that every command gets. */
export interface Launch {
  readonly command: { readonly shell: string } | { readonly program: string; readonly args: readonly string[] };
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** One way to have a pass made. `launch` may write files into the task's folder; `report` reads what came of it. */
export interface MakerAgent {
  readonly name: string;
  /** A pass that failed leaves nothing worth keeping, an edit that was being tried at most. */
  readonly undoesFailure: boolean;
  launch(task: MakerTask): Promise<Launch>;
  report(task: MakerTask, command: CommandResult): Promise<Omit<MakerReport, 'command' | 'agent'>>;
}
