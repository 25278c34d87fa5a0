import ts from 'typescript';

/** Lines of a text, both included, from 1. */
interface Extent {
  readonly first: number;
  readonly last: number;
}

const isScript = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

/** The last text that was parsed: the options of one item often stand in one file. */
let parsed: { readonly text: string; readonly file: ts.SourceFile } | undefined;

function fileOf(path: string, text: string): ts.SourceFile {
  if (parsed?.text !== text) parsed = { text, file: ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true) };
  return parsed.file;
}

const lineAt = (file: ts.SourceFile, offset: number): number => file.getLineAndCharacterOfPosition(offset).line + 1;

/** Lines in which a name is called: of scripts as TypeScript parses them, else by the look of the text. */
export function callsIn(path: string, text: string, name: string): readonly number[] {
  if (!isScript(path)) return callsByLook(text, name);
  const file = fileOf(path, text);
  const found: number[] = [];
  const look = (node: ts.Node): void => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && calleeOf(node.expression)?.text === name) {
      found.push(lineAt(file, calleeOf(node.expression)?.getStart() ?? 0));
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

function calleeOf(node: ts.Expression): ts.Identifier | ts.PrivateIdentifier | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return calleeOf(node.expression);
  if (ts.isPropertyAccessExpression(node)) return node.name;
  return ts.isIdentifier(node) ? node : undefined;
}

const commentsAndTexts =
  /"""[\s\S]*?"""|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)'|`[^`]*`|\/\/.*$|(?<=^|\s)#(?!\[).*$/gm;

const codeOnly = (text: string): string => text.replace(commentsAndTexts, (part) => part.replace(/[^\n]/g, ' '));

/** A name before a bracket, outside of comments and texts, that is not being declared. */
function callsByLook(text: string, name: string): readonly number[] {
  const call = new RegExp(`(?<![\\w])(?<!\\b(?:def|fn|func|class) )${name}(?:::<[^>]*>|<[^>()]*>)?\\s*\\(`);
  return codeOnly(text)
    .split('\n')
    .flatMap((line, index) => (call.test(line) ? [index + 1] : []));
}

/** Where what begins in a line ends. */
export function extentAt(path: string, text: string, line: number): Extent {
  return (isScript(path) ? extentOfScript(path, text, line) : undefined) ?? extentByIndent(text, line);
}

/** Comments above what they are about belong to it: it begins in the first line that holds something else. */
function extentOfScript(path: string, text: string, line: number): Extent | undefined {
  const below = text
    .split('\n')
    .slice(line - 1)
    .findIndex((one) => !/^\s*(?:\/\/|\/?\*|$)/.test(one));
  const file = fileOf(path, text);
  const extent = extentOfNode(file, line) ?? extentOfNode(file, line + Math.max(0, below));
  return extent && { ...extent, first: line };
}

/** Whether it begins there, with the comment that documents it or without. */
const beginsAt = (file: ts.SourceFile, node: ts.Node, line: number): boolean =>
  [true, false].some((isDocumented) => lineAt(file, node.getStart(file, isDocumented)) === line);

/** The largest node that begins in the line. */
function extentOfNode(file: ts.SourceFile, line: number): Extent | undefined {
  let found: ts.Node | undefined;
  const look = (node: ts.Node): void => {
    if (found !== undefined) return;
    const isFile = ts.isSourceFile(node);
    if (!isFile && beginsAt(file, node, line)) found = node;
    else ts.forEachChild(node, look);
  };
  look(file);
  return found === undefined ? undefined : { first: line, last: lineAt(file, found.getEnd()) };
}

/** Up to the next line that is no deeper and closes nothing. What stands over a declaration belongs to it. */
function extentByIndent(text: string, line: number): Extent {
  const lines = codeOnly(text).split('\n');
  const indentOf = (at: number): number => /^\s*/.exec(lines[at] ?? '')?.[0].length ?? 0;
  let at = line - 1;
  while (at < lines.length && /^\s*(?:@|#\[|$)/.test(lines[at] ?? '')) at += 1;
  const own = indentOf(at);
  for (at += 1; at < lines.length; at++) {
    const isDeeper = indentOf(at) > own || (lines[at] ?? '').trim() === '';
    if (!isDeeper && !/^\s*(?:[)}\]{]|where\b|->)/.test(lines[at] ?? '')) break;
  }
  return { first: line, last: at };
}
