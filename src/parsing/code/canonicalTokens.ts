import { type CodeNode, isComment, namedIn, nodesIn } from './codeNode.ts';
import { leavesOf } from './leaves.ts';
import { canonicalLiteral } from './literals.ts';

/** A token as it stands for all ways to write it, and the line that it begins in. */
export interface CanonicalToken {
  readonly text: string;
  readonly line: number;
  /** Before what begins a statement: in how many blocks it stands that nothing but blanks tells from what is around them. */
  readonly depth?: number;
}

/** What holds statements that nothing but the end of a line must part. */
const holders: ReadonlySet<string> = new Set([
  ...['program', 'statement_block', 'class_body', 'switch_case', 'switch_default'],
  ...['module', 'block', 'source_file', 'statement_list'],
]);

/**
 * The tokens of a text that mean something: two texts have the same where they differ in blanks, comments and what a formatter
 * puts right alone (quotes, a last comma, semicolons that need not be, parentheses around one name).
 */
export function canonicalTokens(root: CodeNode, text: string): readonly CanonicalToken[] {
  const { statements, dropped } = placesIn(root);
  const tokens: CanonicalToken[] = [];
  for (const leaf of leavesOf(root, text)) {
    const { start, line } = leaf;
    const depth = statements.get(start);
    if (depth !== undefined) tokens.push({ text: '', line, depth });
    const own = dropped.has(start) ? '' : leaf.type === 'jsx_text' ? jsxText(leaf.text) : canonicalLiteral(leaf);
    if (own !== '') tokens.push({ text: own, line });
  }
  return tokens;
}

/** The texts of tokens with marks where statements begin, which are counted from how deep the first one stands. */
export function tokenTexts(tokens: readonly CanonicalToken[]): readonly string[] {
  const first = tokens.find(({ depth }) => depth !== undefined)?.depth ?? 0;
  return tokens.map(({ text, depth }) => (depth === undefined ? text : `\u0001${depth - first}`));
}

interface Places {
  /** Offsets of what begins a statement, with how deep it stands, and of tokens that need not be. */
  readonly statements: ReadonlyMap<number, number>;
  readonly dropped: ReadonlySet<number>;
}

function placesIn(root: CodeNode): Places {
  const statements = new Map<number, number>();
  const dropped = new Set<number>();
  const depths = new Map<CodeNode, number>();
  const mayDropSemicolons = root.type === 'program' || root.type === 'module';
  for (const node of nodesIn(root)) {
    const around = node.parent === undefined ? 0 : (depths.get(node.parent) ?? 0);
    const depth = around + (isIndented(node) ? 1 : 0);
    depths.set(node, depth);
    if (holders.has(node.type)) for (const child of namedIn(node)) statements.set(child.start, depth);
    for (const child of needless(node, mayDropSemicolons)) dropped.add(child.start);
  }
  return { statements, dropped };
}

/** A block of Python. */
const isIndented = ({ type, children }: CodeNode): boolean => type === 'block' && children[0]?.text !== '{';

/** Children that say nothing: what is left says the same without them. */
function needless(node: CodeNode, mayDropSemicolons: boolean): readonly CodeNode[] {
  if (node.type === 'parenthesized_expression' && isAroundName(node)) {
    return node.children.filter(({ isNamed }) => !isNamed);
  }
  return node.children.filter((child, index) => {
    if (child.isNamed) return false;
    if (child.text === ';') return mayDropSemicolons && !/^(?:for|empty)_statement$/.test(node.type);
    return child.text === ',' && isNeedlessComma(node, index);
  });
}

const isAroundName = (node: CodeNode): boolean => /^\(\s*[\p{L}_$][\p{L}\p{N}_$.]*\s*\)$/u.test(node.text);

/** A comma before a closing bracket, unless it makes a tuple or a hole, or stands in what a macro reads. */
function isNeedlessComma(node: CodeNode, index: number): boolean {
  if (node.type === 'match_arm') return true;
  if (/^(?:token_tree|subscript)$/.test(node.type) || (/tuple/.test(node.type) && namedIn(node).length === 1))
    return false;
  const others = node.children.filter((child) => !isComment(child));
  const at = others.indexOf(node.children[index] ?? node);
  const [before, after] = [others[at - 1], others[at + 1]];
  return after !== undefined && /^[)\]}>]$/.test(after.text) && before !== undefined && !/^[,([{<]$/.test(before.text);
}

/** As JSX has it: lines without the blanks around them, joined by one; lines of blanks are nothing. */
function jsxText(text: string): string {
  const lines = text.split('\n');
  const trimmed = lines.map((line, index) => {
    const start = index === 0 ? line : line.trimStart();
    return index === lines.length - 1 ? start : start.trimEnd();
  });
  return trimmed.filter((line) => line !== '').join(' ');
}
