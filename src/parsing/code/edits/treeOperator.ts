import type { Edit } from '../../../mutants/edit.ts';
import type { GrammarName } from '../../languages.ts';
import type { CodeNode } from '../codeNode.ts';
import type { NamesInFile } from './namesInFile.ts';

/** What an edit is made from. */
export interface EditedFile {
  readonly grammar: GrammarName;
  readonly names: NamesInFile;
}

/** One way to edit a text at a node of its tree. */
export type TreeOperator = (node: CodeNode, file: EditedFile) => Iterable<Edit>;

/** An edit that puts another text in the place of a node. */
export function replaced(
  { start, end, text }: Pick<CodeNode, 'start' | 'end' | 'text'>,
  replacement: string,
  how: Pick<Edit, 'operator' | 'plausibility'> & { readonly description?: string },
): Edit {
  return { start, end, replacement, description: `${text} → ${replacement}`, ...how };
}
