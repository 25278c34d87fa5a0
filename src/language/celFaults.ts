/** What the CEL library says of an expression, in plain words with what to do about it. No full stop at the end. */

const typeNames: Readonly<Record<string, string>> = {
  bool: 'true or false',
  int: 'a whole number',
  uint: 'a whole number',
  double: 'a number with decimals',
  string: 'a text',
  Check: 'a check',
  Judge: 'the judge as a whole',
  Run: 'the run as a whole',
  Diff: 'the change as a whole',
  null: 'nothing',
};

/** A type of CEL in words: `a whole number`, `a list`. */
export function typeWords(type: string): string {
  const inner = /^dyn<(.+)>$/.exec(type)?.[1];
  if (inner !== undefined) return typeWords(inner);
  if (Object.hasOwn(typeNames, type)) return typeNames[type] ?? type;
  if (type.startsWith('list<')) return 'a list';
  if (type.startsWith('map<')) return 'a map';
  return type === 'dyn' ? 'of a type that only the data tell' : type;
}

const isNumber = (type: string): boolean => type === 'int' || type === 'double';

/** Why the types of an expression do not fit. */
export function typeFault(detail: string): string {
  const binary = /^no such overload: (\S+) (==|!=|<=?|>=?|[-+*/%]|in) (.+)$/.exec(detail);
  if (binary) return operands(binary[1] ?? '', binary[2] ?? '', binary[3] ?? '');
  const unary = /^no such overload: ([!-])(\S+)$/.exec(detail);
  if (unary) {
    const takes = unary[1] === '!' ? 'what is true or false' : 'a number';
    return `\`${unary[1]}\` takes ${takes}, and this is ${typeWords(unary[2] ?? '')}. Put what is compared in brackets`;
  }
  const logical = /^Logical operator requires bool operands, got '(.+)'$/.exec(detail);
  if (logical) {
    const type = logical[1] ?? '';
    const then = type === 'Check' ? 'Add `.passed`' : 'Compare it';
    return `\`&&\` and \`||\` take what is true or false, and one side is ${typeWords(type)}. ${then}`;
  }
  const called = /^found no matching overload for '(.+)\((.*)\)'$/.exec(detail);
  if (called) return `no function \`${called[1]}\` takes (${called[2]})`;
  return detail;
}

function operands(left: string, operator: string, right: string): string {
  const said = `\`${operator}\` does not take ${typeWords(left)} and ${typeWords(right)}`;
  const sides = [left, right];
  if (operator === 'in' && left === 'double')
    return `${said} of whole numbers. Write them with decimals, such as \`3.0\``;
  if (sides.includes('Check')) return `${said}. Compare one of its fields, such as \`.passed\` or \`.exit_code\``;
  if (sides.includes('bool') && sides.some(isNumber)) return `${said}. Leave the comparison with the number out`;
  if (sides.includes('string') && sides.some(isNumber)) return `${said}. Write the number without quotes`;
  if (sides.includes('string') && sides.includes('bool')) return `${said}. Write \`true\` and \`false\` without quotes`;
  return said;
}

/** What people write out of habit, before or at the place that cannot be read. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/(^|[\s)])and\s*$/i, 'write `&&` instead of `and`'],
  [/(^|[\s)])or\s*$/i, 'write `||` instead of `or`'],
  [/(^|[\s(])not\s*$/i, 'write `!` instead of `not`'],
  [/[!=]==$/, 'write `==` or `!=`, with two signs'],
  [/[^=!<>]=$/, 'write `==` to compare'],
  [/[^&]&$/, 'write `&&`'],
  [/[^|]\|$/, 'write `||`'],
  [/\d_$/, 'write the number without `_`'],
  [/[\w)\]]\s*%$/, 'write a number after `%`'],
  [/\?\.?$/, 'write `a ? b : c`'],
];

/** Why a text is no expression; `start` is where reading it stopped. */
export function syntaxFault(text: string, start: number, detail: string): string {
  if (/(&&|\|\||[<>=!]=?|[-+*/(,.])\s*$/.test(text)) return 'it ends too early; write what follows';
  const at = /^\w*/.exec(text.slice(start))?.[0].length ?? 0;
  for (const end of [start, start + 1, start + at]) {
    const before = text.slice(0, end);
    const hint = habits.find(([habit]) => habit.test(before))?.[1];
    if (hint !== undefined) return hint;
  }
  if (opened(text) > 0) return 'a bracket is not closed';
  if (opened(text) < 0) return 'a bracket is closed that was not opened';
  return detail.replace(/[.\s]+$/, '');
}

/** Brackets that are opened and not closed, those in texts aside. */
function opened(text: string): number {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '');
  return (bare.match(/[([{]/g)?.length ?? 0) - (bare.match(/[)\]}]/g)?.length ?? 0);
}
