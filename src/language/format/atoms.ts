import { type CST, Parser } from 'yaml';
import type { Atom, Cut, Lead, Level } from './atom.ts';
import { bodyOf } from './blockBody.ts';
import { flowWidth } from './flowWidth.ts';

/** The width that brackets must not pass; longer ones become a block. */
export const maxWidth = 120;

export interface Atomised {
  readonly atoms: readonly Atom[];
  /** Changes inside texts of several lines, so that they move with their key. */
  readonly shifts: readonly Cut[];
}

/** Takes a text without errors apart. Undefined where it holds YAML that loop files do not use. */
export function atomsOf(text: string): Atomised | undefined {
  const builder = new Builder(text);
  for (const token of new Parser().parse(text)) builder.top(token);
  return builder.isStrange ? undefined : builder;
}

const indent = 2;
const root: Level = { old: -indent, new: -indent, outer: undefined };

/** Where a value may stand. */
interface Place {
  /** The column of its first line, if it begins one. */
  readonly column: number;
  readonly level: Level;
  readonly inFlow: boolean;
  /** The column where it stands if it follows what is before it; undefined where brackets must stay. */
  readonly after: number | undefined;
}

class Builder implements Atomised {
  readonly atoms: Atom[] = [];
  readonly shifts: Cut[] = [];
  isStrange = false;
  readonly #text: string;
  #lead: (Lead & { readonly column: number }) | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  top(token: CST.Token): void {
    const place: Place = { column: 0, level: root, inFlow: false, after: 0 };
    if (token.type === 'document') {
      this.#between(token.start, place);
      if (token.value) this.#value(token.value, place);
      this.#between(token.end, place);
    } else if (token.type === 'doc-end') {
      this.#atom('mark', token.offset, token.source.length, place);
      this.#between(token.end, place);
    } else this.#between([token as CST.SourceToken], place);
  }

  #value(token: CST.Token, place: Place): void {
    if (token.type === 'block-map') this.#map(token, place);
    else if (token.type === 'block-seq') this.#list(token, place);
    else if (token.type === 'flow-collection') this.#brackets(token, place);
    else if (token.type === 'block-scalar') this.#block(token, place);
    else if (token.type === 'scalar' || token.type.endsWith('-quoted-scalar'))
      this.#scalar(token as CST.FlowScalar, place);
    else this.isStrange = true;
  }

  #map(token: CST.BlockMap, { column, level: outer }: Place): void {
    const level = { old: token.indent, new: column, outer };
    const place = { column, level, inFlow: false, after: undefined };
    for (const { start, key, sep, value } of token.items) {
      this.#between(start, place);
      if (!sep) continue;
      if (!key || key.type === 'flow-collection') this.isStrange = true;
      else this.#value(key, place);
      this.#between(sep, place);
      if (value) this.#value(value, { ...place, column: column + indent, after: afterKey(column, key, sep) });
    }
  }

  #list(token: CST.BlockSequence, { column, level: outer }: Place): void {
    const level = { old: token.indent, new: column, outer };
    for (const { start, value } of token.items) {
      this.#between(start, { column, level, inFlow: false, after: undefined });
      const inside = column + indent;
      if (value) this.#value(value, { column: inside, level, inFlow: false, after: inside });
    }
  }

  #brackets(token: CST.FlowCollection, place: Place): void {
    const { start, items, end } = token;
    if (this.#isTooLong(token, place)) {
      this.#openOut(token, place);
      return;
    }
    const bracket = start.source === '{' ? '{' : '[';
    this.#atom('open', start.offset, 1, place, bracket);
    const inside: Place = { ...place, inFlow: true, after: undefined };
    for (const { start: before, key, sep, value } of items) {
      this.#between(before, inside);
      if (key) this.#value(key, inside);
      this.#between(sep, inside);
      if (value) this.#value(value, inside);
    }
    const closing = end.findIndex(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    const close = end[closing];
    if (!close) {
      this.isStrange = true;
      return;
    }
    this.#between(end.slice(0, closing), inside);
    this.#atom('close', close.offset, 1, inside, bracket);
    this.#between(end.slice(closing + 1), place);
  }

  /** Brackets on one line that do not fit there, each entry of which can stand on a line of its own. */
  #isTooLong({ start, items, end }: CST.FlowCollection, { after }: Place): boolean {
    const width =
      after === undefined ? undefined : flowWidth({ type: 'flow-collection', offset: 0, indent: 0, start, items, end });
    if (after === undefined || width === undefined || after + width <= maxWidth || items.length === 0) return false;
    if (end.some(({ type }) => type === 'comment')) return false;
    return items.every((item) => (item.sep ? item.key != null : start.source === '[' && item.value !== undefined));
  }

  /** The same entries as a block, without brackets and commas. */
  #openOut({ start, items, end }: CST.FlowCollection, place: Place): void {
    const isMap = start.source === '{';
    const { column } = place;
    // The place of a list's entry is behind a dash, where a map may begin at once.
    const behindDash = this.atoms.at(-1)?.kind === 'dash' || this.#lead?.dash === true;
    const level = { old: place.level.old, new: column, outer: place.level };
    for (const [index, item] of items.entries()) {
      if (!(isMap && index === 0 && behindDash)) this.#lead = { breaks: this.atoms.length > 0, dash: !isMap, column };
      const entry = isMap ? column : column + indent;
      const inner: Place = { column: entry, level: { ...level, new: entry }, inFlow: false, after: undefined };
      if (item.key) this.#value(item.key, inner);
      if (item.sep) this.#between(item.sep, inner);
      const after = item.sep ? afterKey(entry, item.key, item.sep) : entry;
      const valuePlace = item.sep ? { ...inner, column: entry + indent, after } : { ...inner, after };
      if (item.value) this.#value(item.value, valuePlace);
    }
    this.#between(
      end.filter(({ type }) => type !== 'flow-map-end' && type !== 'flow-seq-end'),
      place,
    );
  }

  #scalar(token: CST.FlowScalar, place: Place): void {
    const { offset, source, end } = token;
    const line = this.#text.lastIndexOf('\n', offset - 1) + 1;
    const begins = this.#text.slice(line, offset).trim() === '';
    const delta = begins && !place.inFlow ? place.column - (offset - line) : place.level.new - place.level.old;
    this.#atom('text', offset, source.length, place);
    if (source.includes('\n')) this.#shiftLines(token, delta, place.level.new + 1);
    this.#between(end, place);
  }

  /** Lines that go on with a text stand deeper than their key. Empty ones are line breaks of the text. */
  #shiftLines({ offset, source, type }: CST.FlowScalar, delta: number, least: number): void {
    for (const { index } of source.matchAll(/\n/g)) {
      const start = offset + index + 1;
      const blank = /^[ \t]*/.exec(source.slice(index + 1))?.[0].length ?? 0;
      const isEmpty = /^\r?(\n|$)/.test(source.slice(index + 1 + blank));
      if (!isEmpty) this.#shift({ start, end: start + blank, text: ' '.repeat(Math.max(least, blank + delta)) });
      if (type !== 'scalar') continue;
      const before = /[ \t]*(?=\r?$)/.exec(source.slice(0, index))?.[0] ?? '';
      const at = offset + index - before.length - (source[index - 1] === '\r' ? 1 : 0);
      this.#shift({ start: at, end: at + before.length, text: '' });
    }
  }

  #block(token: CST.BlockScalar, place: Place): void {
    for (const each of token.props) {
      if (each.type === 'block-scalar-header') this.#atom('text', each.offset, each.source.length, place);
      else this.#between([each as CST.SourceToken], place);
    }
    const last = token.props.at(-1);
    const header = token.props.find(({ type }) => type === 'block-scalar-header');
    if (!last || !header || !('source' in last) || !('source' in header)) return;
    const start = last.offset + last.source.length;
    const { level, column } = place;
    const body = bodyOf(token.source, header.source, { delta: level.new - level.old, column });
    for (const cut of body.cuts) this.#shift({ start: start + cut.start, end: start + cut.end, text: cut.text });
    if (body.length > 0) this.#atom('body', start, body.length, place);
  }

  #shift(cut: Cut): void {
    if (this.#text.slice(cut.start, cut.end) !== cut.text) this.shifts.push(cut);
  }

  /** What stands between keys and values; white space is not kept. */
  #between(tokens: readonly CST.Token[] | undefined, place: Place): void {
    for (const token of tokens ?? []) {
      if (!('source' in token)) this.isStrange = true;
      else if (token.type === 'comment') this.#atom('comment', token.offset, token.source.trimEnd().length, place);
      else if (token.type === 'seq-item-ind') this.#atom('dash', token.offset, 1, place);
      else if (token.type === 'map-value-ind') this.#atom('colon', token.offset, 1, place);
      else if (token.type === 'comma') this.#atom('comma', token.offset, 1, place);
      else if (token.type === 'doc-start') this.#atom('mark', token.offset, token.source.length, place);
      else if (!['space', 'newline', 'byte-order-mark', 'doc-mode'].includes(token.type)) this.isStrange = true;
    }
  }

  #atom(kind: Atom['kind'], start: number, length: number, place: Place, bracket?: Atom['bracket']): void {
    const lead = this.#lead;
    this.#lead = undefined;
    const line = this.#text.lastIndexOf('\n', start - 1) + 1;
    const { level, inFlow } = place;
    const inBrackets = Math.max(start - line + level.new - level.old, level.new + 1);
    const column = lead?.column ?? (inFlow ? inBrackets : place.column);
    this.atoms.push({ kind, start, end: start + length, column, level, inFlow, bracket, lead });
  }
}

/** Where a value stands that follows its key; undefined where it has a line of its own and may be as long as it is. */
function afterKey(
  column: number,
  key: CST.Token | null | undefined,
  sep: readonly CST.SourceToken[],
): number | undefined {
  if (sep.some(({ type }) => type === 'newline' || type === 'comment')) return undefined;
  return key && 'source' in key ? column + key.source.length + 2 : undefined;
}
