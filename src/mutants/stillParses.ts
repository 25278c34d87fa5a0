import type { Edit } from './edit.ts';
import {
  enclosingFunction,
  endOf,
  isFunction,
  type Node,
  type ParsedFile,
  parseSource,
  type Site,
  startOf,
} from './syntaxTree.ts';

const isStatement = (node: Node): boolean =>
  /Statement$|Declaration$/.test(node.type) && node.type !== 'BlockStatement';

/** Complaints about a statement that stands alone (a `break` out of its loop, an unknown #name) also hold before the edit. */
const complaints = (file: ParsedFile): string[] => (file.errors ?? []).map((error) => error.reasonCode);

/** Checks edits near one node by parsing only the statement around it: a whole large file would cost 50 ms an edit. */
export class StatementCheck {
  readonly #path: string;
  readonly #source: string;
  readonly #start: number;
  readonly #end: number;
  readonly #wrap: readonly [before: string, after: string];
  readonly #before: string | undefined;

  constructor(site: Site, path: string) {
    const around = [site.node, ...site.ancestors];
    const statement = around.find(isStatement) ?? around.at(-1) ?? site.node;
    const owner = isFunction(statement)
      ? undefined
      : enclosingFunction({ ...site, ancestors: around.slice(around.indexOf(statement)) });
    this.#path = path;
    this.#source = site.source;
    this.#start = startOf(statement);
    this.#end = endOf(statement);
    this.#wrap = wrapFor(owner, statement);
    this.#before = this.#read(site.source.slice(this.#start, this.#end));
  }

  /** Whether the source still parses after the edit, as the same number of statements. */
  passes(edit: Edit): boolean {
    if (edit.start < this.#start || edit.end > this.#end) return false;
    const text =
      this.#source.slice(this.#start, edit.start) + edit.replacement + this.#source.slice(edit.end, this.#end);
    return this.#before !== undefined && this.#read(text) === this.#before;
  }

  #read(statement: string): string | undefined {
    const file = parseSource(this.#wrap[0] + statement + this.#wrap[1], this.#path, { sourceType: 'unambiguous' });
    return file && `${statementsIn(file)} ${complaints(file).join()}`;
  }
}

function wrapFor(owner: Node | undefined, statement: Node): readonly [string, string] {
  if (owner === undefined || /^(?:Import|Export)/.test(statement.type) || statement.type === 'Program') return ['', ''];
  const async = 'async' in owner && owner.async === true ? 'async ' : '';
  const generator = 'generator' in owner && owner.generator === true ? '*' : '';
  return [`${async}function${generator} _(){\n`, '\n}'];
}

function statementsIn({ program }: ParsedFile): number {
  const only = program.body[0];
  return program.body.length === 1 && only?.type === 'FunctionDeclaration'
    ? only.body.body.length
    : program.body.length;
}
