import type { SwitchCase } from '@babel/types';
import { briefly, type Edit } from '../edit.ts';
import { endOf, type Site, startOf, textOf } from '../syntaxTree.ts';

/** A statement goes away, `break` and `continue` trade places, a case gains its break. */
export function* statementMutants({ node, parent, key, source }: Site): Iterable<Edit> {
  const [start, end] = [startOf(node), endOf(node)];
  const text = source.slice(start, end);
  const inBlock = key === 'body' && (parent?.type === 'BlockStatement' || parent?.type === 'Program');
  if (node.type === 'ExpressionStatement' && inBlock) {
    yield {
      start,
      end,
      replacement: ';',
      operator: 'statement-removed',
      plausibility: 0.3,
      description: `${briefly(text)} removed`,
    };
  } else if (node.type === 'BreakStatement' || node.type === 'ContinueStatement') {
    const word = node.type === 'BreakStatement' ? 'break' : 'continue';
    const other = word === 'break' ? 'continue' : 'break';
    yield {
      start,
      end: start + word.length,
      replacement: other,
      operator: 'jump',
      plausibility: 0.4,
      description: `${word} → ${other}`,
    };
    yield {
      start,
      end,
      replacement: ';',
      operator: 'statement-removed',
      plausibility: 0.3,
      description: `${briefly(text)} removed`,
    };
  } else if (node.type === 'SwitchCase') {
    yield* missingBreak(node, source);
  } else if (node.type === 'VariableDeclaration' && node.kind === 'var') {
    yield { start, end: start + 3, replacement: 'let', operator: 'jump', plausibility: 0.2, description: 'var → let' };
  }
}

function* missingBreak(node: SwitchCase, source: string): Iterable<Edit> {
  const last = node.consequent.at(-1);
  if (last === undefined || /^(?:Break|Return|Throw|Continue)/.test(last.type)) return;
  const gap = source.slice(source.lastIndexOf('\n', startOf(last)) + 1, startOf(last));
  const indent = /^\s*$/.test(gap) ? `\n${gap}` : ' ';
  const semicolon = /[;}]$/.test(textOf(source, last)) ? '' : ';';
  const replacement = `${semicolon}${indent}break;`;
  const end = endOf(node);
  yield { start: end, end, replacement, operator: 'jump', plausibility: 0.7, description: 'the case gains a break' };
}
