import type { Node } from '@vscode/tree-sitter-wasm';
import type { LineSpan } from '../model/reviewOutline.ts';
import type { NamedPart } from '../review/namedParts.ts';
import { type Container, childrenOf, type Declared, type Rules, type Scope } from './rules.ts';

/** Longest signature that is told. */
const longestSignature = 400;
/** How far parts are looked for in parts. */
const deepest = 12;

/** Lines, both of them too, counted from 1. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** What is looked for in a tree. */
export interface Wanted {
  readonly rules: Rules;
  readonly text: string;
  /** Only what stands in one of these lines is looked into. In order. */
  readonly touched: readonly Lines[];
  /** Filled with the lines of touched declarations, up to the bodies. */
  readonly declarations?: Lines[];
}

/** The named parts in a tree: all of those that stand beside each other, where lines around them were touched. */
export function namedNodes(root: Node, wanted: Wanted): readonly NamedPart[] {
  return partsIn([{ node: root, scope: 'file' }], wanted, 0);
}

function partsIn(containers: readonly Container[], wanted: Wanted, depth: number): NamedPart[] {
  if (depth >= deepest) return [];
  return containers.flatMap(({ node, scope }) => {
    const parts: (NamedPart & { readonly isOverload?: boolean })[] = [];
    const lead = new Leading(wanted.rules.leading);
    for (const child of childrenOf(node)) {
      if (lead.take(child)) continue;
      const declared = wanted.rules.declared(child, scope);
      for (const one of declared) {
        const isFirst = firstLine(one.node) === firstLine(child) && one === declared[0];
        parts.push(partOf(one, isFirst ? lead.first(child) : firstLine(one.node), wanted, depth));
      }
      lead.end(child);
      if (declared.length === 0) parts.push(...partsWithin(child, scope, wanted, depth));
    }
    return joinedOverloads(parts);
  });
}

/** What has a name in a node that declares nothing itself. */
function partsWithin(node: Node, scope: Scope, wanted: Wanted, depth: number): readonly NamedPart[] {
  const within = wanted.rules.within?.(node, scope) ?? [];
  if (within.length === 0 || !isTouched(linesOf(node), wanted.touched)) return [];
  return partsIn(within, wanted, depth + 1);
}

function partOf(
  declared: Declared,
  first: number,
  wanted: Wanted,
  depth: number,
): NamedPart & { readonly isOverload?: boolean } {
  const { name, kind, joint = '.', node, inner = [], isOverload } = declared;
  const lines = { first, last: linesOf(node).last };
  const touched = isTouched(lines, wanted.touched);
  if (touched) wanted.declarations?.push(declarationLines(declared));
  return {
    name,
    kind,
    joint,
    lines: { first, count: lines.last - first + 1 },
    signature: signatureOf(declared, wanted.text),
    parts: touched ? partsIn(inner, wanted, depth + 1) : [],
    ...(isOverload === undefined ? {} : { isOverload }),
  };
}

function declarationLines({ node, from = node, body }: Declared): Lines {
  return { first: firstLine(from), last: body === null || body === undefined ? linesOf(node).last : firstLine(body) };
}

function signatureOf({ node, from = node, keyword, body }: Declared, text: string): string {
  const end = body === null || body === undefined ? from.endIndex : body.startIndex;
  const declaration = text
    .slice(from.startIndex, end)
    .slice(0, longestSignature * 4)
    .replace(/\s+/g, ' ')
    .replace(/[\s={:;,]+$/, '')
    .slice(0, longestSignature);
  return keyword === undefined || declaration.startsWith(`${keyword} `) ? declaration : `${keyword} ${declaration}`;
}

/** Declarations of one name that stand right above what they declare are one part with it. */
function joinedOverloads(parts: readonly (NamedPart & { readonly isOverload?: boolean })[]): NamedPart[] {
  const joined: (NamedPart & { readonly isOverload?: boolean })[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (before?.isOverload !== true || before.name !== part.name) {
      joined.push(part);
      continue;
    }
    const { first } = before.lines;
    const lines: LineSpan = { first, count: part.lines.first + part.lines.count - first };
    joined[joined.length - 1] = { ...part, lines, signature: `${before.signature}; ${part.signature}` };
  }
  return joined.map(({ isOverload: _, ...part }) => part);
}

/** Comments and the like, which belong to what comes right after them. */
class Leading {
  readonly #kinds: ReadonlySet<string>;
  #run: Lines | undefined;
  /** What came before. Where a node ends is asked of the parser, so only when it is needed. */
  #before: Node | undefined;

  constructor(kinds: ReadonlySet<string>) {
    this.#kinds = kinds;
  }

  /** Whether the node is one of them. One behind something else on its line belongs to that. */
  take(node: Node): boolean {
    if (!this.#kinds.has(node.type)) return false;
    const lines = linesOf(node);
    if (this.#before !== undefined && lines.first === linesOf(this.#before).last) return true;
    const isNext = this.#run !== undefined && lines.first <= this.#run.last + 1;
    this.#run = { first: isNext && this.#run !== undefined ? this.#run.first : lines.first, last: lines.last };
    return true;
  }

  /** The first line of a node with what belongs to it. */
  first(node: Node): number {
    const first = firstLine(node);
    return this.#run !== undefined && this.#run.last + 1 >= first ? this.#run.first : first;
  }

  end(node: Node): void {
    this.#run = undefined;
    this.#before = node;
  }
}

const firstLine = (node: Node): number => node.startPosition.row + 1;

/** A node that ends with a line feed does not stand in the next line. */
function linesOf(node: Node): Lines {
  const { row, column } = node.endPosition;
  const first = firstLine(node);
  return { first, last: Math.max(first, column === 0 ? row : row + 1) };
}

/** Whether one of the spans, which are in order, meets these lines. */
export function isTouched({ first, last }: Lines, touched: readonly Lines[]): boolean {
  let [from, to] = [0, touched.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((touched[middle]?.last ?? 0) < first) from = middle + 1;
    else to = middle;
  }
  const next = touched[from];
  return next !== undefined && next.first <= last;
}
