import type { IdKind } from './problem.ts';

/** Maps whose keys are names of the author's own, with an example of one. */
const idMaps: Readonly<Record<string, { readonly kind: IdKind; readonly example: string }>> = {
  checks: { kind: 'check', example: 'tests' },
  metrics: { kind: 'metric', example: 'coverage' },
  connectors: { kind: 'connector', example: 'tracker' },
  gates: { kind: 'gate', example: 'big_change' },
  'on.manual.inputs': { kind: 'input', example: 'min_failures' },
};

/** The maps of `idMaps`, by their paths. */
export const idMapPaths: readonly { readonly path: readonly string[]; readonly kind: IdKind }[] = Object.entries(
  idMaps,
).map(([path, { kind }]) => ({ path: path.split('.'), kind }));

type Path = readonly (string | number)[];

const mapOf = (path: Path) => {
  const key = path.slice(0, -1).join('.');
  return Object.hasOwn(idMaps, key) ? idMaps[key] : undefined;
};

/** What the last step of a path is the name of; undefined where it is a key of the schema. */
export const idKindOf = (path: Path): IdKind | undefined => mapOf(path)?.kind;

/** A name for an example in the map at a path: an id, or a variable of an `env`. */
export const exampleIdIn = (path: Path): string => mapOf([...path, ''])?.example ?? 'CI';

/** A path with `*` for names of the author's own and for positions in lists. */
export const wildPath = (path: Path): string =>
  path
    .map((step, index) =>
      typeof step === 'number' || idKindOf(path.slice(0, index + 1)) !== undefined ? '*' : String(step),
    )
    .join('.');
