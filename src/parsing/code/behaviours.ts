import type { Behaviour } from '../../comprehension/codeReading.ts';
import type { GrammarName } from '../languages.ts';
import { calleeOf } from './callees.ts';
import { type CodeNode, inField, namedIn, nodesIn } from './codeNode.ts';
import { oneLine } from './oneLine.ts';

/** What a text does that can be taken away without a trace, in its order. What stands in one of them is part of it. */
export function behavioursIn(
  root: CodeNode,
  grammar: GrammarName,
  unitAt: (line: number) => string,
): readonly Behaviour[] {
  const found: Behaviour[] = [];
  const kinds = new Map<CodeNode, Behaviour['kind'] | undefined>();
  const kindOf = (node: CodeNode): Behaviour['kind'] | undefined => {
    if (!kinds.has(node)) kinds.set(node, node.isNamed ? behaviourOf(node, grammar) : undefined);
    return kinds.get(node);
  };
  for (const node of nodesIn(root, (inner) => kindOf(inner) !== undefined)) {
    const kind = kindOf(node);
    if (kind === undefined) continue;
    const { line, lastLine } = node;
    found.push({ kind, lines: { first: line, last: lastLine }, text: oneLine(node), unit: unitAt(line) });
  }
  return found;
}

function behaviourOf(node: CodeNode, grammar: GrammarName): Behaviour['kind'] | undefined {
  if (/^if_(?:statement|expression)$/.test(node.type)) return guardOf(node, grammar);
  if (node.type === 'let_declaration' && inField(node, 'alternative') !== undefined) return 'guard';
  if (node.type === 'try_expression' && grammar === 'rust') return 'guard';
  if (/^await(?:_expression)?$/.test(node.type)) return 'await';
  if (isAssertion(node, grammar)) return 'assertion';
  return isThrow(node) ? 'throw' : undefined;
}

/** Most statements in what leaves early: more of them do something of their own. */
const mostInGuard = 3;

/** A condition of which all that follows is to leave. In a test of Go that is how it asserts. */
function guardOf(node: CodeNode, grammar: GrammarName): Behaviour['kind'] | undefined {
  if (inField(node, 'alternative') !== undefined || node.field === 'alternative') return undefined;
  if (node.parent?.type === 'else_clause') return undefined;
  const statements = statementsOf(inField(node, 'consequence'));
  const last = statements.at(-1);
  if (last === undefined || statements.length > mostInGuard) return undefined;
  if (grammar === 'go' && statements.some((one) => isAssertion(one, grammar))) return 'assertion';
  return leaves.has(unwrapped(last).type) || isThrow(last) ? 'guard' : undefined;
}

const leaves: ReadonlySet<string> = new Set([
  ...['return_statement', 'break_statement', 'continue_statement', 'throw_statement', 'raise_statement'],
  ...['return_expression', 'break_expression', 'continue_expression'],
]);

function statementsOf(consequence: CodeNode | undefined): readonly CodeNode[] {
  if (consequence === undefined) return [];
  if (!/^(?:block|statement_block)$/.test(consequence.type)) return [consequence];
  const inside = namedIn(consequence);
  return inside.length === 1 && inside[0]?.type === 'statement_list' ? namedIn(inside[0]) : inside;
}

/** What an expression statement holds. */
const unwrapped = (node: CodeNode): CodeNode =>
  node.type === 'expression_statement' ? (namedIn(node)[0] ?? node) : node;

/** Calls and macros that end what runs. */
const ends: ReadonlySet<string> = new Set([
  ...['panic', 'unreachable', 'bail', 'todo', 'unimplemented'],
  ...['exit', 'abort', 'Exit', 'Fatal', 'Fatalf', 'Fatalln', 'Panicf'],
]);
/** An error that is handed back, where a language has no exceptions. */
const handsBack = /^return\b[^;]*\b(?:Err|errors\.New|fmt\.Errorf)\s*\(/;

function isThrow(statement: CodeNode): boolean {
  const node = unwrapped(statement);
  if (/^(?:throw|raise)_statement$/.test(node.type)) return true;
  if (/^return_(?:statement|expression)$/.test(node.type)) return handsBack.test(node.text);
  if (!isStatement(node)) return false;
  return ends.has(inField(node, 'macro')?.text ?? calleeOf(node)?.text ?? '');
}

const isStatement = ({ parent }: CodeNode): boolean =>
  parent !== undefined && /^(?:expression_statement|block|statement_list|match_arm)$/.test(parent.type);

const ofScripts = /^(?:(?:chai\.)?(?:assert|expect)\b|t\.(?!test|plan|end|context)\w+\(|should\b)|\.should\b/;

/** How a statement begins that asserts something. */
const asserts: Readonly<Record<GrammarName, RegExp>> = {
  javascript: ofScripts,
  typescript: ofScripts,
  tsx: ofScripts,
  python: /^(?:self|cls|case|mock\w*)\.assert\w*\(|^(?:np|numpy)\.testing\.|^\w+(?:\.\w+)*\.assert_\w+\(/,
  go: /^[tb]\.(?:Fatal|Error|Fail)\w*\(|^(?:require|assert|is|qt)\.\w+\(/,
  rust: /^(?:debug_|prop_)?assert\w*!|^(?:\w+::)?ensure!/,
  java: /^(?:\w+\.)*(?:assert\w+|fail|verify|check(?:NotNull|Argument|State)|requireNonNull|expectThrows)\s*\(/,
};

/** A statement, or a call that stands alone as one. */
function isAssertion(statement: CodeNode, grammar: GrammarName): boolean {
  const node = unwrapped(statement);
  if (node.type === 'assert_statement') return true;
  return isStatement(node) && isCall(node) && asserts[grammar].test(node.text.slice(0, 200));
}

const isCall = (node: CodeNode): boolean =>
  /^(?:call_expression|call|method_invocation|macro_invocation)$/.test(node.type);
