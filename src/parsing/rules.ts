import type { Node } from '@vscode/tree-sitter-wasm';
import type { NamedPart } from '../review/namedParts.ts';

/** What a node stands directly in: it decides whether a value is worth a name. */
export type Scope = 'file' | 'class' | 'object' | 'function';

/** A node whose children may have names. */
export interface Container {
  readonly node: Node;
  readonly scope: Scope;
}

/** What a node declares. */
export interface Declared {
  readonly name: string;
  readonly kind: NamedPart['kind'];
  readonly joint?: NamedPart['joint'];
  /** What its lines are those of. */
  readonly node: Node;
  /** Where its declaration begins, where that is not `node`; what it is declared with, where that stands elsewhere. */
  readonly from?: Node;
  readonly keyword?: string;
  /** Where its declaration ends. */
  readonly body?: Node | null | undefined;
  readonly inner?: readonly Container[];
  /** One of several declarations of what follows under the same name. */
  readonly isOverload?: boolean;
}

/** How a language names its parts. */
export interface Rules {
  /** What a node declares; nothing where it declares nothing that is named here. */
  readonly declared: (node: Node, scope: Scope) => readonly Declared[];
  /** Containers in a node that declares nothing itself: a wrapper around a whole file. */
  readonly within?: (node: Node, scope: Scope) => readonly Container[];
  /** Kinds of nodes that belong to what comes right after them: comments, decorators, attributes. */
  readonly leading: ReadonlySet<string>;
}

/** The text of a field of a node. */
export const fieldText = (node: Node, field: string): string | undefined => node.childForFieldName(field)?.text;

/** The named children of a node, without gaps. */
export const childrenOf = (node: Node): readonly Node[] => node.namedChildren.filter((child) => child !== null);

/** A container, where the node is there. */
export const container = (node: Node | null | undefined, scope: Scope): readonly Container[] =>
  node === null || node === undefined ? [] : [{ node, scope }];
