import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { JsonSchema, LoopMeta } from './jsonSchema.ts';
import { keyText, nodeSpan, type Path, type Place, type Reading, type Span } from './reading.ts';
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
  visit(reading.document.contents, reading.value, { path: [], schemas: rootSchemas() }, found);
  texts.set(reading, found);
  return found;
}

/** Several ask for the texts of one reading. */
const texts = new WeakMap<Reading, readonly FieldText[]>();

/** What is handed down on the way: the same for every entry of a map but for its key. */
interface Above {
  readonly path: Path;
  readonly schemas: readonly JsonSchema[];
}

function visit(node: unknown, value: unknown, above: Above, found: FieldText[], key?: Span): void {
  if (isMap(node)) {
    for (const pair of node.items) {
      const step = keyText(pair);
      visit(pair.value, inside(value, step), below(above, step), found, nodeSpan(pair.key));
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) visit(item, inside(value, index), below(above, index), found);
  } else if (isScalar(node) && typeof value === 'string') found.push(textOf(node, value, above, key));
}

const inside = (value: unknown, step: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Record<string | number, unknown>)[step]
    : undefined;

const below = ({ path, schemas }: Above, step: string | number): Above => ({
  path: [...path, step],
  schemas: schemasBelow(schemas, step),
});

function textOf(node: Node, text: string, { path, schemas }: Above, key: Span | undefined): FieldText {
  const at = nodeSpan(node) ?? { start: 0, end: 0 };
  const place = { at, node, value: text, ...(key ? { key } : {}) };
  return { path, text, meta: metaOfTexts(schemas), known: schemas.length > 0, place };
}
