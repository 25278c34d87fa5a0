import { briefly, type Edit } from '../edit.ts';
import type { FileNames } from '../namesInScope.ts';
import { endOf, type Node, type Site, startOf } from '../syntaxTree.ts';

const comparing = new Set(['<', '<=', '>', '>=', '==', '!=', '===', '!==']);

function numbersNear(value: number, names: FileNames): (readonly [text: string, plausibility: number])[] {
  if (!Number.isInteger(value))
    return [
      [String(value + 1), 0.3],
      [String(value - 1), 0.3],
      [String(-value), 0.2],
    ];
  const near: (readonly [string, number])[] = [
    [String(value + 1), 0.8],
    [String(value - 1), 0.8],
  ];
  if (value > 1) near.push(['0', 0.35], ['1', 0.35], [String(value * 2), 0.25], [String(value * 10), 0.3]);
  if (value === 0) near.push(['Infinity', 0.1]);
  if (value >= 10 && value % 10 === 0) near.push([String(value / 10), 0.3]);
  if (value >= 2 && value % 2 === 0) near.push([String(value / 2), 0.25]);
  return [
    ...near,
    ...names
      .numbers()
      .slice(0, 4)
      .map((text) => [text, 0.25] as const),
  ];
}

/** A number becomes a neighbour, a usual number or another number of the file; true and false trade places. */
export function* constantMutants({ node, parent, key, source }: Site, names: FileNames): Iterable<Edit> {
  const [start, end] = [startOf(node), endOf(node)];
  const described = (replacement: string) => `${briefly(source.slice(start, end))} → ${briefly(replacement)}`;
  if (node.type === 'BooleanLiteral') {
    const replacement = String(!node.value);
    yield { start, end, replacement, operator: 'constant', plausibility: 0.75, description: described(replacement) };
  } else if (node.type === 'NumericLiteral' && Number.isSafeInteger(Math.round(node.value)) && key !== 'key') {
    const atBoundary = parent?.type === 'BinaryExpression' && comparing.has(parent.operator);
    const operator = atBoundary ? 'boundary' : 'constant';
    // `- -1` and `x.0` do not parse as meant: a negative number stands in parentheses next to an operator.
    const bare = parent?.type !== 'UnaryExpression' && parent?.type !== 'BinaryExpression';
    for (const [text, plausibility] of numbersNear(node.value, names)) {
      const replacement = text.startsWith('-') && !bare && !atBoundary ? `(${text})` : text;
      yield { start, end, replacement, operator, plausibility, description: described(replacement) };
    }
  }
}

const isModuleName = (parent: Node | undefined): boolean =>
  parent !== undefined && (/^(?:Import|Export)/.test(parent.type) || parent.type === 'TSExternalModuleReference');

/** A string becomes empty, changes case, trims or gains a blank, or a digit in it moves by a little. */
export function* stringMutants({ node, parent, key, source }: Site): Iterable<Edit> {
  if (node.type !== 'StringLiteral' || isModuleName(parent) || key === 'key') return;
  const [start, end] = [startOf(node), endOf(node)];
  const raw = source.slice(start, end);
  const quote = raw[0] ?? '';
  // Escapes and JSX entities are left alone; so is a directive's text, which is no StringLiteral.
  if (!/^['"]$/.test(quote) || raw.includes('\\') || parent?.type === 'JSXAttribute') return;
  for (const [content, plausibility] of stringsNear(raw.slice(1, -1))) {
    const replacement = `${quote}${content}${quote}`;
    yield {
      start,
      end,
      replacement,
      operator: 'string',
      plausibility,
      description: `${briefly(raw)} → ${briefly(replacement)}`,
    };
  }
}

function stringsNear(content: string): (readonly [string, number])[] {
  if (content === '')
    return [
      [' ', 0.3],
      ['0', 0.15],
    ];
  if (content.trim() === '') return [['', 0.4]];
  const near: (readonly [string, number])[] = [['', 0.35]];
  if (content !== content.trim()) near.push([content.trim(), 0.4]);
  else if (content.length <= 3) near.push([`${content} `, 0.35], [` ${content}`, 0.2]);
  if (content.length <= 20) near.push([content.toLowerCase(), 0.3], [content.toUpperCase(), 0.25]);
  const digit = content.match(/\d/);
  if (digit?.index === undefined) return near;
  for (const other of [Number(digit[0]) + 1, Number(digit[0]) - 1, 5, 0]) {
    if (other < 0 || other > 9) continue;
    near.push([`${content.slice(0, digit.index)}${other}${content.slice(digit.index + 1)}`, 0.3]);
  }
  return near;
}
