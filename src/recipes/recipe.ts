import type { Detectable } from './recipeFile.ts';
import type { SettingRef } from './settingPath.ts';

/** A loop to start from, with everything that it needs. */
export interface Recipe {
  /** Name of its file and of its loop. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly whenNot: string;
  readonly needs?: string;
  readonly next: string;
  readonly questions: readonly Question[];
  /** The loops that it writes, its own first. */
  readonly loops: readonly RecipeLoop[];
  /** Skills and tools, by their paths from the top of a repository. */
  readonly files: readonly TextFile[];
}

export interface Question {
  readonly id: string;
  readonly ask: string;
  readonly detect?: Detectable;
  readonly default: string;
  readonly choices: readonly string[];
  /** An empty answer takes the settings out of the loop. */
  readonly optional: boolean;
  readonly sets: readonly SettingRef[];
}

export interface RecipeLoop {
  readonly name: string;
  readonly text: string;
}

/** A file by its path, with slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Texts of files by their paths, with slashes, below a folder. */
export type Texts = ReadonlyMap<string, string>;
