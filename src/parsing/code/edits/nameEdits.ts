import { editDistance } from '../../../mutants/namesInScope.ts';
import { isRead, propertyRead } from './namesInFile.ts';
import { replaced, type TreeOperator } from './treeOperator.ts';

const mostNames = 4;

/** A name becomes another one of its function that has the same type as far as is written: nearest and most alike, at most four. */
export const identifierEdits: TreeOperator = function* (node, { names }) {
  if (node.type !== 'identifier' || !isRead(node, names)) return;
  const locals = names.localsBefore(node);
  const own = locals.find(({ name }) => name === node.text);
  if (own === undefined) return;
  const others = [...new Set(locals.filter(({ type }) => type === own.type).map(({ name }) => name))];
  const alike = others
    .filter((name) => name !== node.text)
    .sort((a, b) => distance(node.text, a) - distance(node.text, b));
  for (const [index, name] of alike.slice(0, mostNames).entries()) {
    yield replaced(node, name, { operator: 'identifier', plausibility: 0.5 - index * 0.05 });
  }
};

/** What is read of an object becomes another thing that the text reads of it. */
export const propertyEdits: TreeOperator = function* (node, { names }) {
  const read = propertyRead(node);
  if (read === undefined) return;
  const { object, name } = read;
  const others = names.propertiesOf(object).filter((other) => other !== name.text);
  const alike = [...others].sort((a, b) => distance(name.text, a) - distance(name.text, b));
  for (const [index, other] of alike.slice(0, mostNames).entries()) {
    const description = `.${name.text} → .${other}`;
    yield replaced(name, other, { operator: 'property-name', plausibility: 0.5 - index * 0.05, description });
  }
};

const distance = (one: string, other: string): number => editDistance(one, other) / Math.max(one.length, other.length);
