import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { JsonSchema, LoopMeta } from './jsonSchema.ts';
import { keyText, nodeSpan, type Path, type Place, type Reading } from './reading.ts';
import { metaOfTexts, rootSchemas, schemasBelow } from './schemaSteps.ts';

/** A text of a loop file with what the schema says of it. */
export interface FieldText {
  readonly path: Path;
  readonly text: string;
  readonly place: Place;
  /** Empty for a text that is just a text, or where the schema knows no such field. */
  readonly meta: LoopMeta;
  /** False below a key that the schema does not know: nothing can be said of the text but that. */
  readonly known: boolean;
}

/** Every text that is a value, in the order written. What YAML ate is left out. */
export function fieldTexts(reading: Reading): readonly FieldText[] {
  const known = texts.get(reading);
  if (known) return known;
  const found: FieldText[] = [];
  visit({ node: reading.document.contents, value: reading.value, path: [], schemas: rootSchemas() }, found);
  texts.set(reading, found);
  return found;
}

/** Several ask for the texts of one reading. */
const texts = new WeakMap<Reading, readonly FieldText[]>();

interface Visit {
  readonly node: unknown;
  readonly value: unknown;
  readonly path: Path;
  readonly schemas: readonly JsonSchema[];
  readonly key?: Place['key'];
}

function visit(at: Visit, found: FieldText[]): void {
  const { node, value } = at;
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = nodeSpan(pair.key);
      visit({ ...below(at, keyText(pair)), node: pair.value, ...(key ? { key } : {}) }, found);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) visit({ ...below(at, index), node: item }, found);
  } else if (isScalar(node) && typeof value === 'string') found.push(textOf(at, node, value));
}

function below({ value, path, schemas }: Visit, step: string | number): Omit<Visit, 'node'> {
  const inside =
    typeof value === 'object' && value !== null && Object.hasOwn(value, step)
      ? (value as Record<string | number, unknown>)[step]
      : undefined;
  return { value: inside, path: [...path, step], schemas: schemasBelow(schemas, step) };
}

function textOf({ path, schemas, key }: Visit, node: Node, text: string): FieldText {
  const meta = metaOfTexts(schemas);
  const at = nodeSpan(node) ?? { start: 0, end: 0 };
  return { path, text, meta, known: schemas.length > 0, place: { at, node, value: text, ...(key ? { key } : {}) } };
}
