import type { AgentEvent } from '../port.ts';
import type { AcpToolCall } from './messages.ts';

interface KnownTool {
  name: string;
  kind: string;
  input: unknown;
  paths: readonly string[];
  isStarted: boolean;
  isOver: boolean;
}

/** The tool calls of a turn. An agent tells of one in pieces: some say what they do at the start, others at the end. */
export class AcpTools {
  readonly #tell: (event: AgentEvent) => void;
  readonly #known = new Map<string, KnownTool>();

  constructor(tell: (event: AgentEvent) => void) {
    this.#tell = tell;
  }

  /** How many there were. */
  get count(): number {
    return this.#known.size;
  }

  take(news: AcpToolCall): void {
    const tool = this.#merged(news);
    const isOver = news.status === 'completed' || news.status === 'failed';
    if (isOver || news.status === 'in_progress') this.#start(news.toolCallId, tool);
    if (!isOver || tool.isOver) return;
    tool.isOver = true;
    const ok = news.status === 'completed';
    this.#tell({ type: 'tool-end', id: news.toolCallId, ok, output: outputOf(news) });
    if (ok) this.#tellFiles(tool);
  }

  #merged({ toolCallId, title, kind, rawInput, content, locations }: AcpToolCall): KnownTool {
    const before = this.#known.get(toolCallId);
    const tool = before ?? {
      name: title ?? kind ?? 'tool',
      kind: 'other',
      input: undefined,
      paths: [],
      isStarted: false,
      isOver: false,
    };
    this.#known.set(toolCallId, tool);
    if (kind !== undefined) tool.kind = kind;
    if (!isNothing(rawInput)) tool.input = rawInput;
    const diffs = (content ?? []).flatMap((part) =>
      part?.type === 'diff' && part.path !== undefined ? [part.path] : [],
    );
    const places = (locations ?? []).flatMap((place) => (place === null ? [] : [place.path]));
    const paths = [...new Set(diffs.length > 0 ? diffs : places)];
    if (paths.length > 0) tool.paths = paths;
    return tool;
  }

  #start(id: string, tool: KnownTool): void {
    if (tool.isStarted) return;
    tool.isStarted = true;
    const input = tool.input ?? (tool.paths.length > 0 ? { paths: tool.paths } : {});
    this.#tell({ type: 'tool-start', id, name: tool.name, input });
  }

  #tellFiles({ kind, paths }: KnownTool): void {
    if (kind !== 'edit' && kind !== 'delete' && kind !== 'move') return;
    for (const path of paths) this.#tell({ type: 'file', path, change: kind === 'delete' ? 'deleted' : 'written' });
  }
}

const isNothing = (input: unknown): boolean =>
  input === undefined || input === null || (typeof input === 'object' && Object.keys(input).length === 0);

function outputOf({ content, rawOutput }: AcpToolCall): string {
  const words = (content ?? []).flatMap((part) => part?.content?.text ?? []);
  if (words.length > 0) return words.join('\n');
  return typeof rawOutput === 'string' ? rawOutput : '';
}
