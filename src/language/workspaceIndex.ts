import type { Range } from '../model/problem.ts';

/**
 * What a repository has beside the loop file that is looked at: everything that a loop can name. Read from disk by whoever
 * may (`src/workspace/`), injected into the language, which reads nothing itself. Where there is no index nothing is called
 * missing. Paths go from the top of the repository, with slashes. Skills, agents and servers of one list have names of their
 * own (agents with their `agent`); two loops may have the same.
 */
export interface WorkspaceIndex {
  readonly skills: readonly IndexedSkill[];
  readonly agents: readonly IndexedAgent[];
  readonly servers: readonly IndexedServer[];
  readonly loops: readonly IndexedLoop[];
}

/** A folder of skills' folders that should have a SKILL.md: the one of its name that a role is given. */
export interface IndexedSkill {
  readonly name: string;
  /** Its SKILL.md. */
  readonly file: string;
  readonly description?: string;
  /** Why it would not be given to an agent. */
  readonly fault?: string;
}

/** An agent's own definition of a role, named `<agent>:<name>` in a loop. */
export interface IndexedAgent {
  readonly agent: string;
  readonly name: string;
  readonly file: string;
  readonly description?: string;
  readonly model?: string;
  readonly fault?: string;
}

/** A server of `.mcp.json`. */
export interface IndexedServer {
  readonly name: string;
  readonly file: string;
  /** Its key in the file. */
  readonly range: Range;
  /** How it is started, or where it is reached. */
  readonly detail?: string;
  /** What is wrong with the file, or with what it says of the server. */
  readonly fault?: string;
}

/** A loop file: another one, or this one itself. As it stands in the editor where it is open there, else as on disk. */
export interface IndexedLoop {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly description?: string;
  /** Names of its manual inputs. */
  readonly inputs: readonly string[];
  /** Loops whose end starts it: what its `on.loop` names. */
  readonly startedBy: readonly string[];
}
