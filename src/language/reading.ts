import {
  Composer,
  type CST,
  type Document,
  type DocumentOptions,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParseOptions,
  Parser,
  parseDocument,
  type SchemaOptions,
  type YAMLMap,
} from 'yaml';
import { guard } from './guard.ts';
import { LineIndex } from './lineIndex.ts';
import type { Spot } from './problem.ts';
import { syntaxSpot } from './syntax.ts';

export type Path = readonly (string | number)[];

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One entry of the document: where its key and its value stand, and the value. */
export interface Place {
  readonly key?: Span;
  /** Span of the value; of the key where nothing is written after it. */
  readonly at: Span;
  readonly node: Node | undefined;
  readonly value: unknown;
}

/** A parsed text that is safe to look into, whatever is wrong with it. */
export interface Reading {
  readonly text: string;
  readonly lines: LineIndex;
  readonly document: Document.Parsed;
  /** The text as plain data; aliases and values that YAML ate are undefined. */
  readonly value: unknown;
  readonly spots: readonly Spot[];
  /** Offset from which the text cannot be trusted, because of a syntax error; its length when there is none. */
  readonly trustedUntil: number;
  /** Spans of values that are not what their author wrote. */
  readonly eaten: readonly Span[];
}

/**
 * Reads a text that `guard` called safe. `eaten` are the values the guard found eaten. What was read last is kept: a client
 * asks for problems, colours, outline and hints of one version of a text, and each of them reads it.
 */
export function read(text: string, eaten: readonly Span[]): Reading {
  if (eaten.length > 0) return readAnew(text, eaten);
  if (last?.text !== text) last = readAnew(text, []);
  return last;
}

let last: Reading | undefined;

function readAnew(text: string, eaten: readonly Span[]): Reading {
  const lines = new LineIndex(text);
  // Keys are compared below: the library compares each with each, which takes minutes on a file full of keys.
  const document = composed(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false, version: '1.2' });
  const syntax = firstSyntaxError(document, eaten, text, lines);
  const collector = new Collector(text, eaten);
  const value = document.contents === null ? null : collector.plain(document.contents);
  return {
    text,
    lines,
    document,
    value,
    spots: [...(syntax ? [syntax.spot] : []), ...collector.spots],
    trustedUntil: syntax ? lines.startOf(lines.lineAt(syntax.offset)) : text.length,
    eaten: [...eaten, ...collector.spots.filter((spot) => spot.code === 'LW104')],
  };
}

/** What `parseDocument` of the library does, without cutting the text into tokens a second time: the guard has done so. */
function composed(text: string, options: ParseOptions & DocumentOptions & SchemaOptions): Document.Parsed {
  const parser = new Parser();
  const { tokens } = guard(text);
  function* parsed(): Generator<CST.Token> {
    for (const token of tokens) yield* parser.next(token);
    yield* parser.end();
  }
  let first: Document.Parsed | undefined;
  for (const document of new Composer(options).compose(parsed(), true, text.length))
    first ??= document as Document.Parsed;
  return first ?? parseDocument('', options);
}

function firstSyntaxError(
  document: Document.Parsed,
  eaten: readonly Span[],
  text: string,
  lines: LineIndex,
): { readonly spot: Spot; readonly offset: number } | undefined {
  const eatenLines = new Set(eaten.map((span) => lines.lineAt(span.start)));
  const error = document.errors
    .filter(({ code, pos }) => code !== 'MULTIPLE_DOCS' && !eatenLines.has(lines.lineAt(pos[0])))
    .reduce<(typeof document.errors)[number] | undefined>(
      (first, each) => (first === undefined || each.pos[0] < first.pos[0] ? each : first),
      undefined,
    );
  return error && { spot: syntaxSpot(text, error.code, error.pos[0], error.pos[1]), offset: error.pos[0] };
}

/** Makes plain data of nodes without following aliases, and finds keys written twice and comments that ate text. */
class Collector {
  readonly spots: Spot[] = [];
  readonly #text: string;
  readonly #eaten: readonly Span[];

  constructor(text: string, eaten: readonly Span[]) {
    this.#text = text;
    this.#eaten = eaten;
  }

  plain(node: unknown): unknown {
    if (isScalar(node)) return this.#scalar(node);
    if (isSeq(node)) return node.items.map((item) => this.plain(item));
    if (isMap(node)) return this.#map(node);
    return isAlias(node) ? undefined : null;
  }

  #scalar(node: { value: unknown; type?: string; range?: readonly [number, number, number] | null }): unknown {
    const range = node.range;
    if (range && this.#eaten.some((span) => range[0] >= span.start && range[0] <= span.end)) return undefined;
    if (range && node.type === 'PLAIN' && typeof node.value === 'string') {
      const lost = commentAfter(this.#text, range[1]);
      if (lost) this.#comment(node.value, range[0], range[1] + lost[0].trimEnd().length);
    }
    return node.type === 'PLAIN' && typeof node.value === 'string' ? (grouped(node.value) ?? node.value) : node.value;
  }

  /** `fix issue #12 now`: what follows the hash is gone. A comment proper has a space after the hash. */
  #comment(value: string, start: number, end: number): void {
    const written = this.#text.slice(start, end);
    if (value.includes(' ') && !/[\r\n]/.test(written)) {
      const quoted = `"${written.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
      this.spots.push({ code: 'LW104', start, end, data: { how: 'comment', quoted } });
    }
  }

  #map(node: YAMLMap): unknown {
    const entries = new Map<string, unknown>();
    for (const pair of node.items) {
      const key = keyText(pair);
      const span = nodeSpan(pair.key);
      if (entries.has(key) && span) this.spots.push({ code: 'LW007', ...span, data: { key } });
      else entries.set(key, this.plain(pair.value));
    }
    // `Object.fromEntries` makes `__proto__` an own key like any other.
    return Object.fromEntries(entries);
  }
}

/** A comment that begins right after a value, without a space after its hash; at most its first characters. */
function commentAfter(text: string, offset: number): RegExpExecArray | null {
  // Most values end with their line: no text is cut out for them.
  const next = text[offset];
  return next === ' ' || next === '\t' ? /^[ \t]+#[^\s#!][^\n\r]*/.exec(text.slice(offset, offset + 400)) : null;
}

/** `4_000_000`: YAML 1.1 reads a number, 1.2 a text that nobody means. */
const grouped = (text: string): number | undefined =>
  /^\d{1,3}(_\d{3}){1,4}$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;

/** The text of a key; a key that is not a text is spelled as it would be written. */
export function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value ?? '') : '[complex key]';
}

export function nodeSpan(node: unknown): Span | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? (node.range as number[] | null) : null;
  return range ? { start: range[0] ?? 0, end: range[1] ?? 0 } : undefined;
}

/** The entry at a path, if the document has it. */
export function placeAt(reading: Pick<Reading, 'document' | 'value' | 'text'>, path: Path): Place | undefined {
  let node: unknown = reading.document.contents;
  let value = reading.value;
  let pair: Pair | undefined;
  for (const step of path) {
    pair = undefined;
    if (isMap(node)) {
      pair = pairsOf(node).get(String(step));
      if (pair === undefined) return undefined;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) node = node.items[step];
    else return undefined;
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  const key = pair && nodeSpan(pair.key);
  const at = nodeSpan(node) ?? key ?? { start: 0, end: firstLineLength(reading.text) };
  const written = at.end > at.start || !key ? at : key;
  return { at: written, node: node as Node | undefined, value, ...(key ? { key } : {}) };
}

/** Whether the value at a place is not what its author wrote; its problem is told already. */
export function isEaten({ key, at }: Place, { eaten, text }: Reading): boolean {
  return eaten.some(({ start, end }) => {
    if (at.start >= start && at.start <= end) return true;
    const between = key ? start - key.end : -1;
    return key !== undefined && between > 0 && between < 100 && /^\s*:\s*$/.test(text.slice(key.end, start));
  });
}

const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** The entries of a map by key, the first where one is written twice. Kept, because maps can be long. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = pairs.get(map);
  if (known) return known;
  const made = new Map<string, Pair>();
  for (const pair of map.items) if (!made.has(keyText(pair))) made.set(keyText(pair), pair);
  pairs.set(map, made);
  return made;
}

/** Length of the first line; a place for what concerns the whole file. */
export function firstLineLength(text: string): number {
  const end = text.search(/[\r\n]/);
  return end === -1 ? text.length : end;
}
