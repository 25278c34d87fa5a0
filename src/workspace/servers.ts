import { isMap, type YAMLMap } from 'yaml';
import { guard } from '../language/guard.ts';
import { keyText, nodeSpan, type Reading, read } from '../language/reading.ts';
import type { IndexedServer } from '../language/workspaceIndex.ts';
import type { Range } from '../model/problem.ts';

/** Where a repository names its MCP servers, in the form of Claude Code. */
export const serversFile = '.mcp.json';

const mostServers = 200;
const mostDetail = 200;

/**
 * The servers of `.mcp.json`, in the order written, with where their names stand. Never throws: of a text that is no JSON
 * those that can be made out, each with the fault of the file.
 */
export function serversIn(text: string): readonly IndexedServer[] {
  const { value, fault } = parsed(text);
  // JSON is YAML, and only there are positions kept.
  const reading = guard(text).safe ? read(text, []) : undefined;
  const written = reading && mapIn(reading.document.contents, 'mcpServers');
  const keys = reading && written ? rangesOf(reading, written) : new Map<string, Range>();
  const servers = ownValue(value, 'mcpServers');
  const names = fault === undefined && isRecord(servers) ? Object.keys(servers) : [...keys.keys()];
  return names.slice(0, mostServers).map((name) => {
    const server = ownValue(servers, name);
    const detail = isRecord(server) ? detailOf(server) : undefined;
    return {
      name,
      file: serversFile,
      range: keys.get(name) ?? start,
      ...(detail === undefined ? {} : { detail }),
      ...(fault === undefined ? {} : { fault }),
    };
  });
}

const start: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function parsed(text: string): { readonly value: unknown; readonly fault?: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { value: undefined, fault: `${serversFile} is no JSON: ${said.slice(0, 200)}. Repair it.` };
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ownValue = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** Of a key that is written twice the last counts, as in JSON. */
function mapIn(node: unknown, key: string): YAMLMap | undefined {
  const pair = isMap(node) ? node.items.findLast((each) => keyText(each) === key) : undefined;
  return isMap(pair?.value) ? pair.value : undefined;
}

function rangesOf(reading: Reading, map: YAMLMap): ReadonlyMap<string, Range> {
  const ranges = new Map<string, Range>();
  for (const pair of map.items) {
    const span = nodeSpan(pair.key);
    if (span && keyText(pair) !== '') ranges.set(keyText(pair), reading.lines.rangeOf(span.start, span.end));
  }
  return ranges;
}

/** Where it is reached, or its command line. */
function detailOf({ url, command, args }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof url === 'string') return url.slice(0, mostDetail);
  if (typeof command !== 'string') return undefined;
  const words = Array.isArray(args) ? args.filter((arg) => typeof arg === 'string') : [];
  return [command, ...words].join(' ').slice(0, mostDetail);
}
