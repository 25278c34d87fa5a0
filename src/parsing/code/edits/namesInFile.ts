import { type CodeNode, inField, isIn, namedIn, nodesIn } from '../codeNode.ts';

/** A local name: a parameter, or what a function declares. */
export interface LocalName {
  readonly name: string;
  /** Where it is declared, and where it is known no longer. */
  readonly start: number;
  readonly end: number;
  /** The type that is written with it; empty where none is. */
  readonly type: string;
}

/** What is no name, or always the same one. */
const nobody: ReadonlySet<string> = new Set(['_', 'self', 'cls']);

const functions =
  /^(?:function_definition|lambda|function_declaration|method_declaration|func_literal|function_item|closure_expression|constructor_declaration|lambda_expression)$/;

/** Nodes that declare names: where in them the names stand, and their type. */
const declares: Readonly<Record<string, readonly string[]>> = {
  // Python
  assignment: ['left'],
  for_statement: ['left'],
  as_pattern: ['alias'],
  default_parameter: ['name'],
  typed_default_parameter: ['name'],
  // Go
  parameter_declaration: ['name'],
  short_var_declaration: ['left'],
  range_clause: ['left'],
  var_spec: ['name'],
  // Rust
  parameter: ['pattern'],
  let_declaration: ['pattern'],
  for_expression: ['pattern'],
  // Java
  formal_parameter: ['name'],
  variable_declarator: ['name'],
  enhanced_for_statement: ['name'],
};

/** What a whole text teaches about its names; made once a text. */
export class NamesInFile {
  readonly #locals: ReadonlyMap<CodeNode, readonly LocalName[]>;
  readonly #properties = new Map<string, Map<string, number>>();
  readonly #declared = new Set<number>();

  constructor(root: CodeNode) {
    const byFunction = new Map<CodeNode, LocalName[]>();
    for (const node of nodesIn(root)) {
      this.#learnProperty(node);
      for (const { owner, ...local } of localsAt(node)) {
        byFunction.set(owner, [...(byFunction.get(owner) ?? []), local]);
        this.#declared.add(local.start);
      }
    }
    this.#locals = byFunction;
  }

  /** Whether the name is declared here, and not read. */
  isDeclaration({ start }: CodeNode): boolean {
    return this.#declared.has(start);
  }

  /** Names of the innermost function that are declared before a place, nearest first. */
  localsBefore(node: CodeNode): readonly LocalName[] {
    const owner = functionAround(node);
    const own = (owner === undefined ? undefined : this.#locals.get(owner)) ?? [];
    return own.filter(({ start, end }) => start < node.start && node.end <= end).toReversed();
  }

  /** Names of what is read from `object` (its text) anywhere in the text, most used first. */
  propertiesOf(object: string): readonly string[] {
    const counted = [...(this.#properties.get(object) ?? [])];
    return counted.sort((one, other) => other[1] - one[1]).map(([name]) => name);
  }

  #learnProperty(node: CodeNode): void {
    const read = propertyRead(node);
    if (read === undefined) return;
    const names = this.#properties.get(read.object) ?? new Map<string, number>();
    this.#properties.set(read.object, names.set(read.name.text, (names.get(read.name.text) ?? 0) + 1));
  }
}

const propertyFields: Readonly<Record<string, readonly [object: string, name: string]>> = {
  attribute: ['object', 'attribute'],
  selector_expression: ['operand', 'field'],
  field_expression: ['value', 'field'],
  field_access: ['object', 'field'],
};

/** `a.b` that is not called: `a`, and the node of `b`. */
export function propertyRead(node: CodeNode): { readonly object: string; readonly name: CodeNode } | undefined {
  const fields = propertyFields[node.type];
  if (fields === undefined || node.field === 'function') return undefined;
  const [object, name] = fields.map((field) => inField(node, field));
  return object === undefined || name === undefined ? undefined : { object: object.text, name };
}

function functionAround(node: CodeNode): CodeNode | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) if (functions.test(at.type)) return at;
  return undefined;
}

function* localsAt(node: CodeNode): Iterable<LocalName & { readonly owner: CodeNode }> {
  const patterns = patternsOf(node);
  const owner = patterns.length === 0 ? undefined : functionAround(node);
  if (owner === undefined) return;
  const { end } = scopeOf(node, owner);
  const type = (inField(node, 'type') ?? inField(node.parent, 'type'))?.text ?? '';
  for (const pattern of patterns) {
    for (const inner of nodesIn(pattern)) {
      if (inner.type === 'identifier' && !nobody.has(inner.text) && inner.field !== 'type') {
        yield { name: inner.text, start: inner.start, end, type, owner };
      }
    }
  }
}

const scopes = /^(?:block|if_|for_|while_|match_|expression_case|enhanced_for|try_with|switch_block_statement_group)/;

/** Where what is declared at a node is known: in a function of Python everywhere, elsewhere in its block. */
function scopeOf(node: CodeNode, owner: CodeNode): CodeNode {
  if (owner.type === 'function_definition' || owner.type === 'lambda') return owner;
  for (let at: CodeNode | undefined = node; at !== undefined && at !== owner; at = at.parent) {
    if (scopes.test(at.type)) return at;
  }
  return owner;
}

function patternsOf(node: CodeNode): readonly CodeNode[] {
  if (node.type === 'parameters' || node.type === 'lambda_parameters') {
    const plain = namedIn(node).filter(({ type }) => type === 'identifier' || type === 'typed_parameter');
    return plain.flatMap((one) => (one.type === 'identifier' ? [one] : namedIn(one).slice(0, 1)));
  }
  const fields = declares[node.type] ?? [];
  const found = node.children.filter(({ field }) => fields.includes(field));
  // `a.b = …` and `a[0] = …` declare nothing.
  return found.filter(({ type }) => !/^(?:attribute|subscript)$/.test(type));
}

/** Whether an identifier stands for a value that is read. */
export function isRead(node: CodeNode, names: NamesInFile): boolean {
  const { type, field, parent } = node;
  if (type !== 'identifier' || parent === undefined || names.isDeclaration(node)) return false;
  if (/^(?:function|macro|name|attribute|field|path|type|label|key)$/.test(field)) return false;
  if (
    /^(?:parameters|lambda_parameters|scoped_identifier|labeled_statement|dotted_name|keyed_element|literal_element)$/.test(
      parent.type,
    )
  )
    return false;
  return !isIn(
    node,
    /^(?:import\w*|use_declaration|type|token_tree|macro_definition|annotation|attribute_item|\w*pattern|global_statement|nonlocal_statement)$/,
  );
}
