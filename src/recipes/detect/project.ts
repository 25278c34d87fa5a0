import type { Detectable } from '../recipeFile.ts';

/** The top folder of a project, as far as it is looked at. */
export interface Project {
  /** Names of the files and folders in it. */
  readonly names: ReadonlySet<string>;
  /** Those of `textsOfInterest` that are there. */
  readonly texts: ReadonlyMap<string, string>;
  /** The branch that work starts from, where that is known. */
  readonly branch?: string | undefined;
  /** Whether its commands are to run on Windows. */
  readonly windows: boolean;
}

/** The files that detection reads; of all others the name is enough. */
export const textsOfInterest = [
  'package.json',
  'pyproject.toml',
  'setup.cfg',
  'requirements.txt',
  'requirements-dev.txt',
  'Cargo.toml',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Directory.Packages.props',
  'Directory.Build.props',
  'Gemfile',
  'gems.rb',
  'Rakefile',
  'rakefile',
  'Rakefile.rb',
  'rakefile.rb',
  'GNUmakefile',
  'makefile',
  'Makefile',
  'justfile',
  '.justfile',
  'Justfile',
  'Taskfile.yml',
  'Taskfile.yaml',
] as const;

/** Something that a project shows about itself. */
export interface Finding {
  readonly kind: Detectable;
  /** A command; or globs, a name of a package manager or of a branch. */
  readonly value: string;
  /** The file that it was read from. */
  readonly where: string;
}

/** Finds what one kind of project shows; the best of a kind first. Never throws, whatever the texts. */
export type Finder = (project: Project) => readonly Finding[];

/** The first of these names that the project has. */
export const firstName = ({ names }: Project, wanted: readonly string[]): string | undefined =>
  wanted.find((name) => names.has(name));
