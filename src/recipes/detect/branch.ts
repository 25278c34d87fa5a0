import type { Finder } from './project.ts';

/** The branch that the project's work starts from. */
export const branch: Finder = ({ branch: name }) =>
  name === undefined ? [] : [{ kind: 'branch', value: name, where: '.git' }];
