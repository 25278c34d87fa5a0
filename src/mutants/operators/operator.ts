import type { Edit } from '../edit.ts';
import type { FileNames } from '../namesInScope.ts';
import type { Site } from '../syntaxTree.ts';

/** Proposes edits at one site; may propose no-ops and duplicates, which `mutantsOf` drops. */
export type Operator = (site: Site, names: FileNames) => Iterable<Edit>;
