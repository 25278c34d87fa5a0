import type { FileChange } from '../../model/change.ts';
import type { RiskWorld } from '../../review/risk/seen.ts';

/** What is known of the repository around a change, as data that can be sent to a thread. */
export interface WorldFacts {
  /** Each path of the change. */
  readonly paths: ReadonlyMap<string, PathFacts>;
  /** How many places outside a unit name it, by `callerKey`; absent where nobody has counted. */
  readonly callers: ReadonlyMap<string, number>;
  /** How many places outside a unit use it, by its id, of those whose bodies are wanted. */
  readonly uses: ReadonlyMap<string, number>;
}

interface PathFacts {
  readonly protectedBy: string | undefined;
  readonly owners: readonly string[];
}

/** Asks once for each file of a change. */
export const pathFacts = (
  files: readonly FileChange[],
  { protectedBy, ownersOf }: Pick<RiskWorld, 'protectedBy' | 'ownersOf'>,
): WorldFacts['paths'] =>
  new Map(files.map(({ path }) => [path, { protectedBy: protectedBy(path), owners: ownersOf(path) }]));

/** Names what is counted: a name, and the file in which it is declared. */
export const callerKey = (path: string, name: string): string => `${path}\0${name}`;

/** The same as it is asked, of files of the change. */
export const worldOf = ({ paths, callers, uses }: WorldFacts): RiskWorld => ({
  protectedBy: (path) => paths.get(path)?.protectedBy,
  ownersOf: (path) => paths.get(path)?.owners ?? [],
  callersOf: (path, name) => callers.get(callerKey(path, name)),
  usesOf: (unit) => uses.get(unit),
  touches: (path) => paths.has(path),
});
