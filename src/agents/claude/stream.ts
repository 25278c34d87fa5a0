import { ChunkedText } from '../adapting/chunkedText.ts';
import type { AgentEvent, ProcessEnd, TurnOutcome } from '../port.ts';
import { type ClaudeVerdict, claudeCause, verdictOf, verdictWithout } from './end.ts';
import { type ClaudeBlock, type ClaudeRecord, type ClaudeResult, claudeRecord } from './records.ts';
import { ClaudeUsage } from './usage.ts';

type RecordOf<T extends ClaudeRecord['type']> = Extract<ClaudeRecord, { type: T }>;
type Takers = { readonly [T in ClaudeRecord['type']]: (record: RecordOf<T>) => void };

/** What a turn says back to claude, and what it needs to know. */
export interface ClaudeParts {
  /** Nobody is there to answer a question of claude's. */
  readonly refuse: (requestId: string) => void;
  /** Whether the turn begins a session. */
  readonly isNewSession: boolean;
  readonly now: () => number;
}

/** How the process of a turn ended. */
export interface ClaudeEnding {
  /** Undefined where it was ended by us after its result. */
  readonly end: ProcessEnd | undefined;
  readonly isAborted: boolean;
}

/** Milliseconds after which an answer that grows without words (the input of a tool) is told to be alive. */
const longestSilence = 10_000;
/** The first 401 may be mended by a fresh token; the second one never is, and without an end it takes three minutes. */
const hopelessAttempt = 2;

/** One turn of claude, line by line: events out, and in the end how it went. */
export class ClaudeTurn {
  /** Resolves with the first result, or when waiting for one is in vain. */
  readonly settled: Promise<void>;
  /** Resolves with the first result. */
  readonly resulted: Promise<void>;
  readonly #parts: ClaudeParts;
  readonly #text: ChunkedText;
  readonly #usage: ClaudeUsage;
  readonly #denied = new Set<string>();
  /** Files that a tool is to change, by the id of its call. */
  readonly #paths = new Map<string, string>();
  readonly #sink: (event: AgentEvent) => void;
  #settle: () => void = () => undefined;
  #giveResult: () => void = () => undefined;
  #toldAt: number;
  #session: string | undefined;
  #result: ClaudeResult | undefined;
  #words = '';
  #error: string | undefined;
  #refused: ClaudeVerdict | undefined;
  /** How long it last waited for a rate limit; what the server asked for is in it. */
  #retryDelay: number | undefined;
  /** When a limit of the account's ends, as epoch milliseconds. */
  #resetAt: number | undefined;
  /** The answer that is being streamed, and the kinds of its words that were told already. */
  #streaming: { readonly id: string; readonly told: Set<'text' | 'thinking'> } | undefined;

  constructor(tell: (event: AgentEvent) => void, parts: ClaudeParts) {
    this.#sink = tell;
    this.#parts = parts;
    this.#toldAt = parts.now();
    this.#text = new ChunkedText((event) => this.#tell(event), parts.now);
    this.#usage = new ClaudeUsage(parts);
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.resulted = new Promise((resolve) => {
      this.#giveResult = resolve;
    });
  }

  /** Whether it goes on with what cannot succeed. */
  get isRefused(): boolean {
    return this.#refused !== undefined;
  }

  take(line: string): void {
    if (line.trim() === '') return;
    const record = claudeRecord(line);
    if (record === undefined) this.#noise(line);
    else if (record === 'other') return;
    else if (record.type === 'result' && !this.#isOurs(record)) this.#noise(line);
    else this.#takeRecord(record);
  }

  /** How it went. An end that claude did not announce is never a success. */
  outcome({ end, isAborted }: ClaudeEnding): TurnOutcome {
    this.#text.flush();
    const { result } = this.#result ?? {};
    const verdict = this.#verdict(end, isAborted);
    const structured = this.#result?.structured_output;
    const session = this.#session ?? this.#result?.session_id;
    const wait = Math.max(this.#retryDelay ?? 0, (this.#resetAt ?? 0) - this.#parts.now());
    return {
      ...verdict,
      text: verdict.status === 'completed' && result !== undefined ? result : this.#words,
      ...(structured === undefined || structured === null ? {} : { structured }),
      ...(session === undefined ? {} : { session }),
      usage: this.#usage.known,
      denied: this.#denied.size,
      ...(verdict.cause === 'rate' && wait > 0 ? { retryAfterMs: wait } : {}),
    };
  }

  #verdict(end: ProcessEnd | undefined, isAborted: boolean): ClaudeVerdict {
    if (isAborted) return { status: 'aborted', detail: 'it was told to stop' };
    if (this.#refused !== undefined) return this.#refused;
    if (this.#result !== undefined) return verdictOf(this.#result, end, this.#error);
    return verdictWithout(end ?? { exitCode: null, signal: null, stderr: '' });
  }

  #takeRecord<T extends ClaudeRecord['type']>(record: RecordOf<T>): void {
    if (record.type !== 'stream_event') this.#text.flush();
    (this.#takers[record.type] as (record: RecordOf<T>) => void)(record);
  }

  /** Whoever can write to claude's output (a tool of the same user can) does not know its session by that. */
  #isOurs({ session_id: session }: ClaudeResult): boolean {
    return this.#session === undefined || session === this.#session;
  }

  readonly #takers: Takers = {
    system: (record) => {
      if (record.subtype === 'init') this.#begin(record);
      else if (record.subtype === 'api_retry') this.#takeRetry(record);
      else this.#deny(record.tool_use_id, record.message ?? record.tool_name);
    },
    stream_event: (record) => {
      // Sub-agents do not stream.
      if (typeof record.parent_tool_use_id === 'string') return;
      this.#takeStream(record.event);
    },
    assistant: ({ message, error, parent_tool_use_id: parent }) => {
      const isMain = typeof parent !== 'string';
      if (isMain) this.#error = error;
      for (const block of message.content) this.#takeBlock(block, message.id, isMain && error === undefined);
      // Of an answer that is no model's, nothing was used.
      if (error === undefined) this.#count(message.id, message.usage);
    },
    user: ({ message }) => {
      for (const block of message.content) if (block.type === 'tool_result') this.#endTool(block);
    },
    rate_limit_event: ({ rate_limit_info: { status, resetsAt } }) => {
      if (status === 'rejected' && resetsAt !== undefined) this.#resetAt = resetsAt * 1000;
    },
    control_request: ({ request_id: id }) => this.#parts.refuse(id),
    result: (result) => {
      // The last one counts: what comes after a result goes on from it.
      this.#result = result;
      for (const { tool_use_id: id } of result.permission_denials) this.#denied.add(id);
      this.#usage.takeResult(result);
      this.#tellUsage();
      this.#settle();
      this.#giveResult();
    },
  };

  #begin({ session_id: id, model, claude_code_version: version }: Extract<RecordOf<'system'>, { subtype: 'init' }>) {
    if (this.#session !== undefined) return;
    this.#session = id;
    this.#tell({
      type: 'session',
      id,
      ...(model === undefined ? {} : { model }),
      ...(version === undefined ? {} : { version }),
    });
  }

  #takeRetry(record: Extract<RecordOf<'system'>, { subtype: 'api_retry' }>): void {
    const { attempt, retry_delay_ms: delayMs, error_status: status, error } = record;
    const known = claudeCause(error, status);
    // Without a status there was no answer: "unknown" is what it says of a connection that broke.
    const cause = known === 'crash' && typeof status !== 'number' ? 'network' : known;
    if (cause === 'rate') this.#retryDelay = delayMs;
    if (cause === 'auth' && attempt < hopelessAttempt) return;
    this.#tell({ type: 'retry', cause, attempt, ...(delayMs === undefined ? {} : { delayMs }) });
    if (cause !== 'auth') return;
    const detail = `its login is refused (${status ?? error}): log in with \`claude auth login\`, or check the key`;
    this.#refused = { status: 'failed', cause, detail };
    this.#settle();
  }

  #takeStream({ type, message, delta, usage }: RecordOf<'stream_event'>['event']): void {
    if (type === 'message_start' && message !== undefined) {
      this.#text.flush();
      this.#streaming = { id: message.id, told: new Set() };
      this.#count(message.id, message.usage);
    } else if (type === 'content_block_delta' && delta !== undefined) {
      if (delta.text !== undefined) this.#stream('text', delta.text);
      else if (delta.thinking !== undefined) this.#stream('thinking', delta.thinking);
    } else if (type === 'message_delta' && this.#streaming !== undefined) {
      this.#count(this.#streaming.id, usage);
    }
    if (this.#parts.now() - this.#toldAt > longestSilence) this.#tellUsage();
  }

  #stream(kind: 'text' | 'thinking', words: string): void {
    this.#streaming?.told.add(kind);
    this.#text.add(kind, words);
  }

  #takeBlock(block: ClaudeBlock, message: string, isOfModel: boolean): void {
    const told = this.#streaming?.id === message ? this.#streaming.told : undefined;
    if (block.type === 'text') {
      if (isOfModel) this.#words = block.text;
      if (told?.has('text') !== true) this.#tell({ type: 'text', text: block.text });
    } else if (block.type === 'thinking') {
      if (told?.has('thinking') !== true && block.thinking !== '')
        this.#tell({ type: 'thinking', text: block.thinking });
    } else if (block.type === 'tool_use') {
      const path = changedPath(block.name, block.input);
      if (path !== undefined) this.#paths.set(block.id, path);
      this.#tell({ type: 'tool-start', id: block.id, name: block.name, input: block.input });
    }
  }

  #endTool({ tool_use_id: id, content, is_error: isError }: Extract<ClaudeBlock, { type: 'tool_result' }>): void {
    const ok = isError !== true;
    const path = this.#paths.get(id);
    this.#paths.delete(id);
    const output = plainText(content);
    if (ok && path !== undefined) this.#tell({ type: 'file', path, change: 'written' });
    // A tool that a role does not get is refused in another way than one that it may not use here.
    if (!ok && /No such tool available/.test(output)) this.#deny(id, output);
    this.#tell({ type: 'tool-end', id, ok, output });
  }

  #deny(id: string, what: string): void {
    if (this.#denied.has(id)) return;
    this.#denied.add(id);
    this.#tell({ type: 'denied', what });
  }

  #count(id: string, usage: Parameters<ClaudeUsage['takeCall']>[1] | undefined): void {
    if (usage !== undefined && this.#usage.takeCall(id, usage)) this.#tellUsage();
  }

  #tellUsage(): void {
    const usage = this.#usage.known;
    if (usage !== null) this.#tell({ type: 'usage', usage });
  }

  #noise(line: string): void {
    this.#sink({ type: 'noise', bytes: new TextEncoder().encode(line).length, sample: line.slice(0, 200) });
  }

  #tell(event: AgentEvent): void {
    this.#toldAt = this.#parts.now();
    this.#sink(event);
  }
}

const pathKeys: Readonly<Record<string, string>> = {
  Write: 'file_path',
  Edit: 'file_path',
  MultiEdit: 'file_path',
  NotebookEdit: 'notebook_path',
};

/** The file that a call of a tool is to change. */
function changedPath(tool: string, input: unknown): string | undefined {
  const key = Object.hasOwn(pathKeys, tool) ? pathKeys[tool] : undefined;
  if (key === undefined || typeof input !== 'object' || input === null) return undefined;
  const path = (input as Readonly<Record<string, unknown>>)[key];
  return typeof path === 'string' ? path : undefined;
}

/** What a tool answered: text, or a list with pieces of text in it. */
function plainText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((piece: unknown) => (typeof piece === 'object' && piece !== null && 'text' in piece ? String(piece.text) : ''))
    .filter((text) => text !== '')
    .join('\n');
}
