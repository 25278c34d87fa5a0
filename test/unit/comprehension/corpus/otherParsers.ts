import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Node } from '@vscode/tree-sitter-wasm';
import ts from 'typescript';
import { Grammars } from '../../../../src/parsing/grammars.ts';
import { grammarOf } from '../../../../src/parsing/languages.ts';
import { testGrammar } from '../../../support/codeReading.ts';

/** Two texts of one language that may mean the same. */
export interface TextPair {
  readonly path: string;
  readonly one: string;
  readonly other: string;
}

/** Whether each pair has the same tree, as another program than ours has it. A text that does not parse is like no other one. */
export type SameTrees = (pairs: readonly TextPair[]) => Promise<readonly boolean[]>;

/** Who tells it, by the name that the table gives it. */
export interface OtherParser {
  readonly name: string;
  readonly same: SameTrees;
}

const run = promisify(execFile);
const isThere = (program: string, args: readonly string[]): Promise<boolean> =>
  run(program, args).then(
    () => true,
    () => false,
  );

/** The language's own parser where the machine has one; else the plain trees of its grammar, made and compared by code of this file. */
export async function otherParser(language: string): Promise<OtherParser> {
  if (language === 'JavaScript' || language === 'TypeScript') return { name: 'TypeScript', same: bySyntax };
  if (language === 'Python' && (await isThere('python3', ['-c', 'import ast']))) return { name: 'ast', same: byPython };
  if (language === 'Go' && (await isThere('gofmt', ['-h']))) return { name: 'gofmt', same: byGofmt };
  return { name: 'a fresh tree', same: byGrammar };
}

const bySyntax: SameTrees = async (pairs) =>
  pairs.map(({ path, one, other }) => syntaxOf(path, one) === syntaxOf(path, other));

/** The last trees: pairs about one file follow each other. */
const syntaxKnown = new Map<string, string>();

/** What TypeScript reads, without comments and blanks. */
function syntaxOf(path: string, text: string): string {
  const known = syntaxKnown.get(text);
  if (known !== undefined) return known;
  const told: (string | number)[] = [];
  const tell = (node: ts.Node): void => {
    told.push(node.kind, '(');
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isLiteralExpression(node)) told.push(node.text);
    if (ts.isTemplateMiddleOrTemplateTail(node) || ts.isTemplateHead(node)) told.push(node.text);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) told.push(node.operator);
    ts.forEachChild(node, tell);
    told.push(')');
  };
  tell(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext));
  const [oldest = ''] = syntaxKnown.size > 20 ? syntaxKnown.keys() : [];
  syntaxKnown.delete(oldest);
  const tree = told.join(' ');
  syntaxKnown.set(text, tree);
  return tree;
}

const pythonProgram = `
import ast, json, sys
def tree(text):
    try: return ast.dump(ast.parse(text))
    except Exception: return None
known = {}
def of(text):
    if text not in known: known[text] = tree(text)
    return known[text]
print(json.dumps([of(a) is not None and of(a) == of(b) for a, b in json.load(sys.stdin)]))
`;

const byPython: SameTrees = (pairs) =>
  new Promise((resolve, reject) => {
    const child = spawn('python3', ['-I', '-W', 'ignore', '-c', pythonProgram], { stdio: ['pipe', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(said) as boolean[]) : reject(new Error(`python3 ended with ${code}`)),
    );
    child.stdin.end(JSON.stringify(pairs.map(({ one, other }) => [one, other])));
  });

const byGofmt: SameTrees = async (pairs) => {
  const folder = await mkdtemp(join(tmpdir(), 'loopwright-gofmt-'));
  try {
    const texts = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))];
    const files = texts.map((_, index) => join(folder, `${index}.go`));
    await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? '')));
    // It ends with 2 where one does not parse, and leaves that one as it is.
    const { stderr } = await run('gofmt', ['-w', ...files], { maxBuffer: 64_000_000 }).catch(
      (error: { stderr?: string }) => ({ stderr: error.stderr ?? '' }),
    );
    const broken = new Set(Array.from(stderr.matchAll(/(\d+)\.go:\d+:\d+:/g), ([, number]) => Number(number)));
    const now = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const formatted = new Map(texts.map((text, index) => [text, broken.has(index) ? undefined : now[index]]));
    return pairs.map(
      ({ one, other }) => formatted.get(one) !== undefined && formatted.get(one) === formatted.get(other),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const byGrammar: SameTrees = async (pairs) => {
  const grammars = await Grammars.open(testGrammar);
  await grammars.load(pairs.map(({ path }) => path));
  const known = new Map<string, string | undefined>();
  const treeOf = (path: string, text: string): string | undefined => {
    if (!known.has(text)) known.set(text, leavesOf(grammars, path, text));
    return known.get(text);
  };
  const same = pairs.map(({ path, one, other }) => {
    const tree = treeOf(path, one);
    return tree !== undefined && tree === treeOf(path, other);
  });
  grammars.close();
  return same;
};

/** The types of all nodes and the texts of those without children, without comments; undefined where a part does not parse. */
function leavesOf(grammars: Grammars, path: string, text: string): string | undefined {
  const grammar = grammarOf(path);
  const tree = grammar === undefined ? undefined : grammars.parserOf(grammar)?.parse(text);
  if (tree === undefined || tree === null) return undefined;
  const told: string[] = [];
  const tell = (node: Node): void => {
    if (node.type.endsWith('comment')) return;
    told.push(node.type, node.childCount === 0 ? node.text : '(');
    for (const child of node.children) if (child !== null) tell(child);
    told.push(')');
  };
  const whole = tree.rootNode.hasError ? undefined : tree.rootNode;
  if (whole !== undefined) tell(whole);
  tree.delete();
  return whole === undefined ? undefined : told.join(' ');
}
