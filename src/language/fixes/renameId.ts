import { renameChanges } from '../navigation/rename.ts';
import { type Fixer, fix } from './fix.ts';

/** Renames what an author named, with every use of it in expressions, templates and lists. */
export const renameId: Fixer<'LW102'> = (broken) => {
  const { kind, id, suggestion } = broken.problem.data;
  const changes = renameChanges(broken.reading, { kind, id, name: suggestion });
  return changes === undefined ? [] : fix(broken, `Rename to ${suggestion}`, changes);
};
