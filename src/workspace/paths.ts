import { dirname, sep } from 'node:path';
import { skillSources } from '../definitions/skills.ts';
import { capabilitiesOf, definedAgents } from '../model/agents.ts';
import { loopFileEnding, loopsFolder } from '../model/loopPath.ts';
import { serversFile } from './servers.ts';

/** The top of the repository that a loop file belongs to: the folder above the innermost `.loops` that it is in. */
export function repositoryTop(file: string): string | undefined {
  let folder = dirname(file);
  while (!folder.endsWith(sep + loopsFolder)) {
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
  return dirname(folder);
}

/** Whether a path from the top of a repository is that of a loop. */
export const isLoopPath = (path: string): boolean => /^\.loops\/[^/]+$/.test(path) && path.endsWith(loopFileEnding);

const definitionFolders = definedAgents.flatMap((agent) => capabilitiesOf[agent].definitions?.folder ?? []);

/** Globs of the files that an index is made of, at the top of any repository. */
export const indexedGlobs: readonly string[] = [
  `**/${loopsFolder}/*${loopFileEnding}`,
  ...[...skillSources, ...definitionFolders].map((folder) => `**/${folder}/**`),
  `**/${serversFile}`,
];

/** Whether an index is made of what is at a path from the top of a repository; also where a folder above it came or went. */
export const isIndexed = (path: string): boolean =>
  isLoopPath(path) ||
  [serversFile, ...skillSources, ...definitionFolders].some(
    (each) => path === each || path.startsWith(`${each}/`) || each.startsWith(`${path}/`),
  );
