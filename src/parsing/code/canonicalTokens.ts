import { type CodeNode, isComment, namedIn, nodesIn } from './codeNode.ts';
import { leavesOf } from './leaves.ts';
import { canonicalLiteral } from './literals.ts';

/** A token as it stands for all ways to write it, and the line that it begins in. */
export interface CanonicalToken {
  readonly text: string;
  readonly line: number;
}

/** Marks where a statement begins and a block ends: a line feed or blanks alone say so in some languages. */
const [statement, blockEnd] = ['\u0001', '\u0002'];

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
  const places = placesIn(root);
  const tokens: CanonicalToken[] = [];
  for (const leaf of leavesOf(root, text)) {
    const { start, end, line } = leaf;
    if (places.statements.has(start)) tokens.push({ text: statement, line });
    const own = places.dropped.has(start) ? '' : leaf.type === 'jsx_text' ? jsxText(leaf.text) : canonicalLiteral(leaf);
    if (own !== '') tokens.push({ text: own, line });
    for (let ends = places.blockEnds.get(end) ?? 0; ends > 0; ends--) tokens.push({ text: blockEnd, line });
  }
  return tokens;
}

interface Places {
  /** Offsets of what begins a statement, of blocks' ends with how many end there, and of tokens that need not be. */
  readonly statements: ReadonlySet<number>;
  readonly blockEnds: ReadonlyMap<number, number>;
  readonly dropped: ReadonlySet<number>;
}

function placesIn(root: CodeNode): Places {
  const statements = new Set<number>();
  const blockEnds = new Map<number, number>();
  const dropped = new Set<number>();
  const mayDropSemicolons = root.type === 'program' || root.type === 'module';
  for (const node of nodesIn(root)) {
    if (holders.has(node.type)) for (const child of namedIn(node)) statements.add(child.start);
    if (node.type === 'block' && node.children[0]?.text !== '{') {
      blockEnds.set(node.end, (blockEnds.get(node.end) ?? 0) + 1);
    }
    for (const child of needless(node, mayDropSemicolons)) dropped.add(child.start);
  }
  return { statements, blockEnds, dropped };
}

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
