import type { Finder } from './project.ts';

/** Folders that hold sources in most projects. */
const folders = ['src', 'lib', 'app', 'packages', 'apps', 'crates', 'internal', 'pkg', 'cmd', 'source'] as const;
const testFolders = ['test', 'tests', 'spec', '__tests__'] as const;

/** Globs of sources and tests, by the folders that are there. */
export const sourceFiles: Finder = ({ names }) => {
  const found = (wanted: readonly string[]) => wanted.filter((folder) => names.has(folder));
  const globs = (there: readonly string[]) => there.map((folder) => `${folder}/**`).join(', ');
  const [sources, tests] = [found(folders), found(testFolders)];
  return [
    ...(sources.length === 0
      ? []
      : [{ kind: 'source-files' as const, value: globs(sources), where: sources.join(', ') }]),
    ...(tests.length === 0 ? [] : [{ kind: 'test-files' as const, value: globs(tests), where: tests.join(', ') }]),
  ];
};
