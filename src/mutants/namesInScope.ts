import { childrenOf, isFunction, type Node, type Site, startOf } from './syntaxTree.ts';

/** A name that a scope declares. */
export interface Declared {
  readonly name: string;
  /** Known to hold a function or class. */
  readonly callable: boolean;
}

const isCallableNode = (node: Node | null | undefined): boolean =>
  node != null && (isFunction(node) || node.type === 'ClassExpression' || node.type === 'ClassDeclaration');

function* bindingsOf(pattern: Node, callable: boolean): Iterable<Declared> {
  if (pattern.type === 'Identifier') yield { name: pattern.name, callable };
  else if (pattern.type === 'AssignmentPattern') yield* bindingsOf(pattern.left, false);
  else if (pattern.type === 'RestElement') yield* bindingsOf(pattern.argument, false);
  else if (pattern.type === 'TSParameterProperty') yield* bindingsOf(pattern.parameter, false);
  else if (pattern.type === 'ArrayPattern') {
    for (const element of pattern.elements) if (element) yield* bindingsOf(element, false);
  } else if (pattern.type === 'ObjectPattern') {
    for (const property of pattern.properties) {
      yield* bindingsOf(property.type === 'ObjectProperty' ? property.value : property.argument, false);
    }
  }
}

function* ownDeclarations(node: Node): Iterable<Declared> {
  if (node.type === 'VariableDeclarator') yield* bindingsOf(node.id, isCallableNode(node.init));
  else if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id) {
    yield { name: node.id.name, callable: true };
  } else if (node.type === 'CatchClause' && node.param) yield* bindingsOf(node.param, false);
}

/** Names declared directly in a function or program: parameters and declarations, not those of inner functions. */
export function declaredIn(scope: Node): Declared[] {
  const found: Declared[] = [];
  if ('params' in scope && Array.isArray(scope.params)) {
    for (const parameter of scope.params as Node[]) found.push(...bindingsOf(parameter, false));
  }
  const visit = (node: Node): void => {
    for (const [key, child] of childrenOf(node)) {
      if (key === 'params' || key === 'typeAnnotation') continue;
      found.push(...ownDeclarations(child));
      if (!isFunction(child)) visit(child);
    }
  };
  visit(scope);
  return found;
}

/** What a whole file teaches about its names; made once a file. */
export class FileNames {
  readonly #scopes = new Map<Node, Declared[]>();
  readonly #properties = new Map<string, Map<string, number>>();
  readonly #initialisers = new Map<string, Set<string>>();
  readonly #numbers = new Map<string, number>();

  constructor(sites: Iterable<Site>) {
    for (const site of sites) this.#learn(site);
  }

  /** Names visible at a site with their distance in functions (0: the innermost). */
  visibleAt(site: Site): (Declared & { readonly distance: number })[] {
    const seen = new Map<string, Declared & { readonly distance: number }>();
    const scopes = site.ancestors.filter((node) => isFunction(node) || node.type === 'Program');
    for (const [distance, scope] of scopes.entries()) {
      for (const declared of this.#declaredIn(scope)) {
        if (!seen.has(declared.name)) seen.set(declared.name, { ...declared, distance });
      }
    }
    return [...seen.values()];
  }

  /** Names of properties read from `object` (its text) anywhere in the file, most used first. */
  propertiesOf(object: string): string[] {
    const counted = [...(this.#properties.get(object) ?? [])];
    return counted.sort((a, b) => b[1] - a[1]).map(([name]) => name);
  }

  /** Short member expressions (`x.constructor`) that some `var name = …` of the file starts with. */
  initialisersOf(name: string): string[] {
    return [...(this.#initialisers.get(name) ?? [])];
  }

  /** Numeric literals of the file, most used first. */
  numbers(): string[] {
    return [...this.#numbers].sort((a, b) => b[1] - a[1]).map(([text]) => text);
  }

  #declaredIn(scope: Node): Declared[] {
    const known = this.#scopes.get(scope);
    if (known) return known;
    const found = declaredIn(scope);
    this.#scopes.set(scope, found);
    return found;
  }

  #learn({ node, source }: Site): void {
    if (node.type === 'NumericLiteral') {
      const text = source.slice(startOf(node), node.end ?? 0);
      this.#numbers.set(text, (this.#numbers.get(text) ?? 0) + 1);
    } else if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier') {
      const object = source.slice(startOf(node.object), node.object.end ?? 0);
      const names = this.#properties.get(object) ?? new Map<string, number>();
      names.set(node.property.name, (names.get(node.property.name) ?? 0) + 1);
      this.#properties.set(object, names);
    } else if (
      node.type === 'VariableDeclarator' &&
      node.id.type === 'Identifier' &&
      node.init?.type === 'MemberExpression'
    ) {
      this.#learnInitialiser(node.id.name, source.slice(startOf(node.init), node.init.end ?? 0));
    }
  }

  #learnInitialiser(name: string, text: string): void {
    if (!/^[\w$]+(?:\.[\w$]+){1,2}$/.test(text)) return;
    const known = this.#initialisers.get(name) ?? new Set<string>();
    this.#initialisers.set(name, known.add(text));
  }
}

/** Levenshtein distance, the cost of a slip between two names. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
