/** Where loop files lie, from the top of a repository. */
export const loopsFolder = '.loops';

/** How the files of loops end. */
export const loopFileEnding = '.loop.yaml';

/** Path of a loop's file, from the top of its repository. */
export const loopPath = (name: string): string => `${loopsFolder}/${name}${loopFileEnding}`;
