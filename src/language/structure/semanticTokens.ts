import { isMap, isScalar, isSeq, type Scalar } from 'yaml';
import { agentNames, splitAgent } from '../../model/agents.ts';
import { templatesIn } from '../../model/templatePath.ts';
import { type FieldText, fieldTexts } from '../fieldTexts.ts';
import { guard } from '../guard.ts';
import { idKindOf } from '../idKinds.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import type { IdKind } from '../problem.ts';
import { keyText, nodeSpan, type Path, type Reading, read, type Span } from '../reading.ts';
import { forms, rootSchema, schemaBelow } from '../schemaWalk.ts';
import { isTemplate } from '../templates.ts';
import { celTokens } from './celTokens.ts';
import { fieldSpans } from './fieldSpan.ts';
import type { TokenMeaning } from './tokenMeaning.ts';

/** A word of the file and what it stands for; it stands on one line. */
export interface SemanticToken extends TokenMeaning {
  readonly line: number;
  readonly character: number;
  readonly length: number;
}

type Token = Span & TokenMeaning;

/**
 * The words of a loop file that mean something: keys of the schema, names of the author's own where they are declared and
 * used, agents, values to choose from, and the words of expressions and templates. What it says nothing of (texts, commands,
 * unknown keys) is left to the grammar. In the order of the text, none over another.
 */
export function semanticTokens(text: string): readonly SemanticToken[] {
  if (!guard(text).safe) return [];
  const reading = read(text, []);
  const found: Token[] = [];
  visit({ node: reading.document.contents, path: [], schemas: [rootSchema()] }, found);
  for (const field of fieldTexts(reading)) found.push(...wordTokens(reading, field));
  return placed(reading, found);
}

interface Visit {
  readonly node: unknown;
  readonly path: Path;
  readonly schemas: readonly JsonSchema[];
}

/** Keys, and values of which the schema names all there are. */
function visit({ node, path, schemas }: Visit, found: Token[]): void {
  if (isMap(node)) {
    for (const pair of node.items) {
      const below = { node: pair.value, ...stepDown(schemas, path, keyText(pair)) };
      const span = nodeSpan(pair.key);
      const meaning = keyMeaning(below.path, schemas);
      if (span && meaning) found.push({ ...span, ...meaning });
      visit(below, found);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) visit({ node: item, ...stepDown(schemas, path, index) }, found);
  } else if (isScalar(node)) found.push(...valueTokens(node, path, schemas));
}

const stepDown = (schemas: readonly JsonSchema[], path: Path, step: string | number) => ({
  path: [...path, step],
  schemas: schemas.flatMap(forms).flatMap((schema) => schemaBelow(schema, step)),
});

const idTypes = {
  check: 'function',
  metric: 'variable',
  input: 'parameter',
  gate: 'event',
  connector: 'namespace',
} as const satisfies Readonly<Record<IdKind, TokenMeaning['type']>>;

function keyMeaning(path: Path, owners: readonly JsonSchema[]): TokenMeaning | undefined {
  const kind = idKindOf(path);
  if (kind !== undefined) return { type: idTypes[kind], modifiers: ['declaration'] };
  const key = String(path.at(-1));
  const isKnown = owners.flatMap(forms).some(({ properties }) => properties && Object.hasOwn(properties, key));
  return isKnown ? { type: 'property', modifiers: [] } : undefined;
}

function valueTokens(node: Scalar, path: Path, schemas: readonly JsonSchema[]): readonly Token[] {
  const span = nodeSpan(node);
  if (typeof node.value !== 'string' || !span) return [];
  if (path[0] === 'roles' && path[2] === 'agent' && path.length === 3) return agentTokens(node, node.value, span);
  if (path[0] === 'roles' && path[2] === 'connectors') return [{ ...span, type: 'namespace', modifiers: [] }];
  const isOneOf = schemas.flatMap(forms).some((form) => form.const === node.value || form.enum?.includes(node.value));
  return isOneOf ? [{ ...span, type: 'enumMember', modifiers: [] }] : [];
}

function agentTokens(node: Scalar, written: string, span: Span): readonly Token[] {
  const { agent, definition } = splitAgent(written);
  if (!(agentNames as readonly string[]).includes(agent)) return [];
  const quote = node.type === 'PLAIN' ? 0 : 1;
  const start = span.start + quote;
  const named = { start, end: start + agent.length, type: 'class', modifiers: [] } as const;
  if (!definition) return [named];
  return [named, { start: named.end + 1, end: span.end - quote, type: 'type', modifiers: [] }];
}

/** The words of an expression, or of the templates of a text. */
function wordTokens(reading: Reading, field: FieldText): readonly Token[] {
  const { text, meta } = field;
  const isCel = meta.lang === 'cel';
  if (!isCel && !(isTemplate(meta) && text.includes('${{'))) return [];
  const parts = isCel ? [{ text, start: 0 }] : templateParts(text);
  const spanOf = fieldSpans(reading, field);
  return parts.flatMap((part) =>
    celTokens(part.text).map(({ start, end, ...meaning }) => ({
      ...spanOf({ start: part.start + start, end: part.start + end }),
      ...meaning,
    })),
  );
}

function templateParts(text: string): readonly { readonly text: string; readonly start: number }[] {
  return templatesIn(text).flatMap(({ name, start }) =>
    name ? [{ text: name, start: text.indexOf(name, start + 3) }] : [],
  );
}

/** Tokens with their lines counted. A word that stands on two lines, or over another, is left out. */
function placed({ lines }: Reading, tokens: readonly Token[]): readonly SemanticToken[] {
  const found: SemanticToken[] = [];
  let last = 0;
  for (const { start, end, type, modifiers } of [...tokens].sort((a, b) => a.start - b.start)) {
    const { line, character } = lines.positionAt(start);
    if (start < last || end <= start || lines.lineAt(end) !== line) continue;
    found.push({ line, character, length: end - start, type, modifiers });
    last = end;
  }
  return found;
}
