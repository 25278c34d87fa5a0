import type { BaseFiles } from '../definitions/baseFiles.ts';
import type { Usage } from '../model/spend.ts';
import type { CommandResult, StepInput } from '../model/steps.ts';
import type { DrivenTurn } from '../model/turn.ts';
import type { CleanText, Said } from './report/said.ts';

interface Place {
  /** A folder for the agent's own files, outside the worktree. The agent can write there. */
  readonly directory: string;
  /** The file of its command's output; not there before the command was started once. */
  readonly log: string;
  /** The seconds it has. */
  readonly timeoutSeconds: number;
  /** What the repository was when the run began. */
  readonly base: BaseFiles;
  /** Makes a text of the agent harmless to show and takes the known secrets out of it. */
  readonly clean: CleanText;
  /** The known secrets, for what an agent's driver writes itself. */
  readonly secrets: readonly string[];
}

export interface ExplorerTask extends Place {
  readonly role: 'explorer';
  readonly input: StepInput<'explore'>;
}

export interface MakerTask extends Place {
  readonly role: 'maker';
  readonly input: StepInput<'make'>;
}

export interface CheckerTask extends Place {
  readonly role: 'checker';
  readonly input: StepInput<'verify'>;
  /** The change from base to head as a unified diff. */
  readonly diffFile: string;
}

export interface JudgeTask extends Place {
  readonly role: 'judge';
  readonly input: StepInput<'judge'>;
  readonly diffFile: string;
}

/** A role's pass: who is asked, with what, and where. */
export type RoleTask = ExplorerTask | MakerTask | CheckerTask | JudgeTask;

/** A program to start, without the environment and limits that every command gets. */
export interface Launch {
  readonly command: { readonly shell: string } | { readonly program: string; readonly args: readonly string[] };
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** A file that asks it to leave, and how long it may take for that before it is ended. */
  readonly farewell?: { readonly file: string; readonly milliseconds: number };
  /** For its cage: folders that it writes beside the step's own, and programs that it starts. */
  readonly writes?: readonly string[];
  readonly programs?: readonly string[];
}

/** What came of a pass, as the agent tells it. All of it is a claim. */
export interface RoleSays {
  readonly status: 'completed' | 'failed';
  readonly summary: string;
  /** Another pass could not do better. */
  readonly final: boolean;
  /** Edits tried, where the agent counts them. */
  readonly tried?: number;
  /** The cost was worked out from a list of prices, because the agent tells none. */
  readonly isPriced?: boolean;
  /** Of a coding agent: which it was, and how often it was kept from something. */
  readonly turn?: Pick<DrivenTurn, 'version' | 'model' | 'session' | 'denied'>;
  readonly said: Said;
}

/** One pass under way. After a crash of the runner a new one takes over what the agent left in the folder. */
export interface Job {
  /** Writes what the agent reads into the folder. Called only when the agent is about to be started, for so many seconds. */
  launch(timeoutSeconds: number): Promise<Launch>;
  /** What it has used so far, at least; null as long as it has said nothing. Never rejects, and may be asked at any time. */
  used(): Promise<Usage | null>;
  /** Takes back what `launch` put into the worktree, also after a crash; done twice it is done once. */
  tidy?(): Promise<void>;
  /** Reads what came of it, once its processes are gone. */
  report(command: CommandResult): Promise<RoleSays>;
}

/** One way to have a role performed. */
export interface Agent<T extends RoleTask = RoleTask> {
  readonly name: string;
  /** A pass that failed leaves nothing worth keeping, an edit that was being tried at most. */
  readonly undoesFailure: boolean;
  take(task: T): Job;
}
