import type { Finding } from './memory.ts';
import { err, type Json, ok, type Result } from './result.ts';

/** An item as its source tells it, before anybody asked whether it is worth an attempt. */
export interface RawItem {
  readonly data: Json;
  /** Of an item that is a finding of a loop. */
  readonly finding?: string;
}

/** Most items that a source may tell of; more is a mistake of its command. */
const mostItems = 100_000;

/**
 * The items that a command printed or a file holds: a JSON array, one JSON value a line, or plain lines. Whatever is in
 * them is data and stays data.
 */
export function readItems(text: string, format: 'json' | 'lines'): Result<readonly RawItem[], string> {
  const items = format === 'lines' ? readLines(text) : readJson(text);
  if (!items.ok) return items;
  if (items.value.length <= mostItems) return ok(items.value.map((data) => ({ data })));
  return err(`it tells of ${items.value.length} items, ${mostItems} is the most. Let the command choose.`);
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const readLines = (text: string): Result<readonly Json[], string> => ok(linesOf(text).map((line) => ({ line })));

function readJson(text: string): Result<readonly Json[], string> {
  if (text.trim() === '') return ok([]);
  const whole = parse(text);
  if (Array.isArray(whole)) return ok(whole);
  const values: Json[] = [];
  for (const [index, line] of linesOf(text).entries()) {
    const value = parse(line);
    if (value === undefined) return err(notJson(index + 1, line));
    values.push(value);
  }
  return ok(values);
}

function notJson(line: number, text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `line ${line} is no JSON: ${JSON.stringify(shown)}. Print a JSON array or one JSON value a line, or write \`format: lines\`.`;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * The findings of a loop as items: `item.key`, `item.title`, `item.severity` and so on. A text that a finding does not have is
 * empty, so that a prompt that names it can be filled in for every finding.
 */
export function itemsOfFindings(findings: readonly Finding[]): readonly RawItem[] {
  return findings.map(({ id, loop, key, title, body, severity, file, line, suggestion, commit }) => ({
    finding: id,
    data: {
      finding: id,
      loop,
      key,
      title,
      severity: severity ?? 'medium',
      body: body ?? '',
      file: file ?? '',
      suggestion: suggestion ?? '',
      ...(line === undefined ? {} : { line }),
      ...(commit === undefined ? {} : { commit }),
    },
  }));
}
