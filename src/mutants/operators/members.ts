import type { Edit } from '../edit.ts';
import { editDistance, type FileNames } from '../namesInScope.ts';
import { endOf, type Site, startOf, textOf } from '../syntaxTree.ts';

const families: readonly (readonly string[])[] = [
  ['floor', 'ceil', 'round', 'trunc'],
  ['min', 'max'],
  ['indexOf', 'lastIndexOf'],
  ['push', 'unshift'],
  ['pop', 'shift'],
  ['slice', 'splice', 'substring'],
  ['trim', 'trimStart', 'trimEnd'],
  ['toUpperCase', 'toLowerCase'],
  ['startsWith', 'endsWith', 'includes'],
  ['some', 'every'],
  ['map', 'flatMap', 'forEach', 'filter'],
  ['find', 'findLast', 'filter'],
  ['findIndex', 'findLastIndex'],
  ['reduce', 'reduceRight'],
  ['replace', 'replaceAll'],
  ['padStart', 'padEnd'],
  ['keys', 'values', 'entries'],
  ['all', 'allSettled', 'race', 'any'],
  ['resolve', 'reject'],
  ['get', 'has'],
  ['add', 'delete'],
  ['charAt', 'charCodeAt'],
  ['charCodeAt', 'codePointAt'],
  ['fromCharCode', 'fromCodePoint'],
  ['getDate', 'getDay'],
  ['getDate', 'getUTCDate'],
  ['getDay', 'getUTCDay'],
  ['getMonth', 'getUTCMonth'],
  ['getHours', 'getUTCHours'],
  ['getFullYear', 'getYear', 'getUTCFullYear'],
  ['sin', 'cos'],
  ['log', 'log2', 'log10'],
  ['sort', 'toSorted'],
  ['reverse', 'toReversed'],
  ['concat', 'push'],
  ['test', 'exec'],
  ['match', 'matchAll'],
  ['parseInt', 'parseFloat'],
  ['call', 'apply'],
  ['toFixed', 'toPrecision'],
  ['isInteger', 'isSafeInteger', 'isFinite'],
  ['setTimeout', 'setInterval', 'setImmediate'],
  ['encodeURIComponent', 'encodeURI'],
  ['decodeURIComponent', 'decodeURI'],
  ['on', 'once'],
  ['is', 'equal'],
];

/** Methods that are mistaken for `name`, likeliest first. */
export function methodsLike(name: string): string[] {
  return families
    .filter((family) => family.includes(name))
    .flatMap((family) => family.filter((other) => other !== name));
}

/** A method becomes another of its family: `floor → ceil`. */
export function* methodMutants({ node, parent, key }: Site): Iterable<Edit> {
  if (node.type !== 'Identifier') return;
  const called = key === 'callee' || (key === 'property' && parent?.type === 'MemberExpression' && !parent.computed);
  if (!called) return;
  for (const [index, replacement] of methodsLike(node.name).slice(0, 5).entries()) {
    const plausibility = Math.max(0.3, 0.75 - index * 0.1);
    yield {
      start: startOf(node),
      end: endOf(node),
      replacement,
      operator: 'method-name',
      plausibility,
      description: `${node.name} → ${replacement}`,
    };
  }
}

/** A property becomes another one that the file reads from the same object: the four most alike. */
export function* propertyMutants({ node, parent, key, ancestors, source }: Site, names: FileNames): Iterable<Edit> {
  if (node.type !== 'Identifier' || key !== 'property') return;
  if (parent?.type !== 'MemberExpression' || parent.computed) return;
  const grandparent = ancestors[1];
  const called = grandparent?.type === 'CallExpression' && grandparent.callee === parent;
  const others = names.propertiesOf(textOf(source, parent.object)).filter((other) => other !== node.name);
  const alike = others.sort((a, b) => editDistance(node.name, a) - editDistance(node.name, b)).slice(0, 4);
  for (const [index, replacement] of alike.entries()) {
    const plausibility = (called ? 0.3 : 0.5) - index * 0.05;
    yield {
      start: startOf(node),
      end: endOf(node),
      replacement,
      operator: 'property-name',
      plausibility,
      description: `.${node.name} → .${replacement}`,
    };
  }
  if (!called && (node.name === 'length' || node.name === 'size')) {
    const replacement = node.name === 'length' ? 'size' : 'length';
    yield {
      start: startOf(node),
      end: endOf(node),
      replacement,
      operator: 'property-name',
      plausibility: 0.4,
      description: `.${node.name} → .${replacement}`,
    };
  }
}

/** `a.b` becomes `a?.b`, and `a?.b` becomes `a.b`. */
export function* optionalChainMutants({ node, parent, key, source }: Site): Iterable<Edit> {
  if (
    node.type === 'MemberExpression' &&
    !node.computed &&
    node.property.type === 'Identifier' &&
    source[startOf(node.property) - 1] === '.'
  ) {
    const assigned =
      key === 'left' || (key === 'argument' && parent?.type === 'UpdateExpression') || key === 'tag' || key === 'id';
    if (assigned || node.object.type === 'Super' || node.object.type === 'ThisExpression') return;
    const start = startOf(node.property) - 1;
    yield {
      start,
      end: start + 1,
      replacement: '?.',
      operator: 'optional-chain',
      plausibility: 0.3,
      description: `.${node.property.name} → ?.${node.property.name}`,
    };
  } else if (node.type === 'OptionalMemberExpression' && node.optional && !node.computed) {
    const start = source.lastIndexOf('?.', startOf(node.property));
    if (start < endOf(node.object)) return;
    const name = textOf(source, node.property);
    yield {
      start,
      end: start + 2,
      replacement: '.',
      operator: 'optional-chain',
      plausibility: 0.3,
      description: `?.${name} → .${name}`,
    };
  }
}
