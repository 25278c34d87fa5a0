import { type ParserOptions, type ParserPlugin, parse } from '@babel/parser';
import type { Node } from '@babel/types';

export type { Node } from '@babel/types';

/** A parsed file with the errors that parsing recovered from. */
export type ParsedFile = ReturnType<typeof parse>;

/** A node with the way to it: `ancestors[0]` is the parent. */
export interface Site {
  readonly node: Node;
  /** The property of the parent that holds the node. */
  readonly key: string;
  readonly parent: Node | undefined;
  readonly ancestors: readonly Node[];
  readonly source: string;
}

const scriptPath = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const typedPath = /\.(?:[cm]?ts|tsx)$/i;

/** Whether `mutantsOf` knows the language of this path: js, mjs, cjs, jsx, ts, mts, cts, tsx; declarations do not count. */
export function isScriptPath(path: string): boolean {
  return scriptPath.test(path) && !/\.d\.[cm]?ts$/i.test(path);
}

function pluginsFor(path: string): ParserPlugin[] {
  const plugins: ParserPlugin[] = ['decorators-legacy', 'explicitResourceManagement'];
  if (typedPath.test(path)) plugins.push('typescript');
  if (!/\.[cm]?ts$/i.test(path)) plugins.push('jsx');
  return plugins;
}

/** Parses with recovery; undefined when the text is not of that language at all. */
export function parseSource(source: string, path: string, extra: ParserOptions = {}): ParsedFile | undefined {
  try {
    return parse(source, {
      sourceType: 'unambiguous',
      errorRecovery: true,
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
      allowSuperOutsideMethod: true,
      allowUndeclaredExports: true,
      plugins: pluginsFor(path),
      ...extra,
    });
  } catch {
    return undefined;
  }
}

export const startOf = (node: Node): number => node.start ?? 0;
export const endOf = (node: Node): number => node.end ?? 0;
export const textOf = (source: string, node: Node): string => source.slice(startOf(node), endOf(node));

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

const notCode = new Set(['loc', 'extra', 'errors', 'comments', 'tokens']);

/** The child nodes with the property that holds each, in no promised order. */
export function* childrenOf(node: Node): Iterable<readonly [key: string, child: Node]> {
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (notCode.has(key) || key.endsWith('Comments')) continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) yield [key, child];
  }
}

/** Types are no code: an edit there changes no behaviour. */
const isTypeOnly = (node: Node): boolean =>
  (/^TS/.test(node.type) &&
    !/^TS(?:As|Satisfies|NonNull|Enum|Export|Module|ParameterProperty|TypeAssertion)/.test(node.type)) ||
  ((node.type === 'ImportDeclaration' || node.type === 'ExportNamedDeclaration') && node.source != null);

/** Every node of running code under `root`, parents first. */
export function* sitesOf(root: Node, source: string): Iterable<Site> {
  const waiting: Site[] = [{ node: root, key: '', parent: undefined, ancestors: [], source }];
  for (let site = waiting.pop(); site !== undefined; site = waiting.pop()) {
    yield site;
    const ancestors = [site.node, ...site.ancestors];
    for (const [key, node] of childrenOf(site.node)) {
      if (!isTypeOnly(node)) waiting.push({ node, key, parent: site.node, ancestors, source });
    }
  }
}

export const isFunction = (node: Node): boolean =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression' ||
  node.type === 'ObjectMethod' ||
  node.type === 'ClassMethod' ||
  node.type === 'ClassPrivateMethod';

/** The innermost function around a site, or undefined at the top level. */
export const enclosingFunction = (site: Site): Node | undefined => site.ancestors.find(isFunction);

/** Whether `await` may be written at the site without changing anything else. */
export function mayAwait(site: Site): boolean {
  const owner = enclosingFunction(site);
  return owner !== undefined && 'async' in owner && owner.async === true && site.key !== 'params';
}
