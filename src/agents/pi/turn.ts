import { causeOfError, retryAfterOf } from '../adapting/causeOfError.ts';
import { ChunkedText } from '../adapting/chunkedText.ts';
import type { AgentEvent, FailureCause, TurnOutcome, TurnUsage } from '../port.ts';
import { isAssistant, type PiAssistantMessage, type PiRecord, type PiUsage, piRecord } from './records.ts';

type RecordOf<T extends PiRecord['type']> = Extract<PiRecord, { type: T }>;
type Takers = { readonly [T in PiRecord['type']]: (record: RecordOf<T>) => void };

/** What a turn says back to pi. */
export interface PiCommands {
  /** Stops the model calls that it tries again by itself. */
  stopRetrying(): void;
  /** Nobody is there to answer a question of one of its extensions. */
  refuse(questionId: string): void;
}

/** The end of a turn without what the whole of it came to. */
type Verdict = Pick<TurnOutcome, 'status' | 'detail' | 'cause' | 'retryAfterMs'>;

const changingTools: ReadonlySet<string> = new Set(['write', 'edit']);
/** The dialogs that it waits for. */
const dialogs: ReadonlySet<string> = new Set(['select', 'confirm', 'input', 'editor']);

/** One turn of pi, line by line: events out, and in the end how it went. */
export class PiTurn {
  /** Resolves once pi goes on with nothing more by itself. */
  readonly settled: Promise<void>;
  readonly #tell: (event: AgentEvent) => void;
  readonly #commands: PiCommands;
  readonly #retries: number;
  readonly #text: ChunkedText;
  readonly #paths = new Map<string, string>();
  #settle: () => void = () => undefined;
  #session: string | undefined;
  #last: PiAssistantMessage | undefined;
  #words = '';
  #tools = 0;
  #denied = 0;
  #streamed = false;
  #refused: string | undefined;
  #usage: TurnUsage | null = null;

  constructor(tell: (event: AgentEvent) => void, commands: PiCommands, retries: number) {
    this.#tell = tell;
    this.#commands = commands;
    this.#retries = retries;
    this.#text = new ChunkedText(tell);
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  take(line: string): void {
    if (line.trim() === '') return;
    const record = piRecord(line);
    if (record === undefined) this.#tell({ type: 'noise', bytes: Buffer.byteLength(line), sample: line.slice(0, 200) });
    else if (record !== 'other') this.#takeRecord(record);
  }

  /** How it went. `ending`: what is known of an end that pi did not announce. */
  outcome(ending?: Verdict): TurnOutcome {
    this.#text.flush();
    return {
      ...(ending ?? this.#verdict()),
      text: this.#words,
      ...(this.#session === undefined ? {} : { session: this.#session }),
      usage: this.#usage,
      denied: this.#denied,
    };
  }

  #takeRecord<T extends PiRecord['type']>(record: RecordOf<T>): void {
    if (record.type !== 'message_update') this.#text.flush();
    (this.#takers[record.type] as (record: RecordOf<T>) => void)(record);
  }

  readonly #takers: Takers = {
    response: ({ command, success, error = '', data }) => {
      if (command === 'prompt' && !success) {
        this.#refused = error;
        this.#settle();
      }
      if (command !== 'get_state' || data?.sessionId === undefined) return;
      this.#session = data.sessionId;
      const { model } = data;
      this.#tell({
        type: 'session',
        id: data.sessionId,
        ...(model === undefined ? {} : { model: `${model.provider}/${model.id}` }),
      });
    },
    message_update: ({ assistantMessageEvent: { type, delta } }) => {
      if (delta === undefined || (type !== 'text_delta' && type !== 'thinking_delta')) return;
      this.#streamed = true;
      this.#text.add(type === 'text_delta' ? 'text' : 'thinking', delta);
    },
    message_end: ({ message }) => {
      if (isAssistant(message)) this.#endMessage(message);
    },
    tool_execution_start: ({ toolCallId, toolName, args }) => {
      this.#tools += 1;
      const path = pathIn(args);
      if (changingTools.has(toolName) && path !== undefined) this.#paths.set(toolCallId, path);
      this.#tell({ type: 'tool-start', id: toolCallId, name: toolName, input: args });
    },
    tool_execution_end: ({ toolCallId, toolName, result, isError }) => {
      const output = wordsOf(result?.content ?? []);
      this.#tell({ type: 'tool-end', id: toolCallId, ok: !isError, output });
      const path = this.#paths.get(toolCallId);
      if (!isError && path !== undefined) this.#tell({ type: 'file', path, change: 'written' });
      // A model may call a tool that it was not given.
      if (isError && /^Tool \S+ not found/.test(output)) this.#deny(toolName);
    },
    auto_retry_start: ({ attempt, delayMs, errorMessage }) => {
      const cause = causeOfError(errorMessage);
      if (attempt > this.#retries) this.#commands.stopRetrying();
      else this.#tell({ type: 'retry', cause, attempt, ...(delayMs === undefined ? {} : { delayMs }) });
    },
    compaction_end: ({ result }) => {
      if (result?.usage !== undefined) this.#count(result.usage);
    },
    extension_ui_request: ({ id, method, title }) => {
      if (!dialogs.has(method)) return;
      this.#commands.refuse(id);
      this.#deny(title ?? method);
    },
    agent_settled: () => this.#settle(),
  };

  #endMessage(message: PiAssistantMessage): void {
    const words = wordsOf(message.content);
    // A provider that does not stream says all of it at the end.
    if (!this.#streamed && words !== '') this.#tell({ type: 'text', text: words });
    this.#streamed = false;
    this.#last = message;
    if (words.trim() !== '') this.#words = words;
    if (message.usage !== undefined) this.#count(message.usage);
  }

  #deny(what: string): void {
    this.#denied += 1;
    this.#tell({ type: 'denied', what });
  }

  /** A failed call uses nothing that anybody could name. */
  #count(usage: PiUsage): void {
    const input = usage.input + usage.cacheRead + usage.cacheWrite;
    if (input + usage.output === 0) return;
    // A model without prices costs 0 in its eyes: unknown in ours.
    const cost = usage.cost?.total === 0 ? undefined : usage.cost?.total;
    const before = this.#usage;
    const known = before === null ? 0 : before.costUsd;
    this.#usage = {
      inputTokens: (before?.inputTokens ?? 0) + input,
      cachedTokens: (before?.cachedTokens ?? 0) + usage.cacheRead,
      outputTokens: (before?.outputTokens ?? 0) + usage.output,
      costUsd: cost === undefined || known === null ? null : known + cost,
      since: { tokens: 'turn', cost: 'turn' },
    };
    this.#tell({ type: 'usage', usage: this.#usage });
  }

  /** By the last message, as its exit code is 0 whatever happened. */
  #verdict(): Verdict {
    if (this.#refused !== undefined) return failed(causeOfError(this.#refused), this.#refused);
    const { stopReason, errorMessage = 'pi says that the model call failed, and not why' } = this.#last ?? {};
    if (stopReason === 'error') {
      const wait = retryAfterOf(errorMessage);
      return {
        ...failed(causeOfError(errorMessage), errorMessage),
        ...(wait === undefined ? {} : { retryAfterMs: wait }),
      };
    }
    if (stopReason === 'length') {
      return { status: 'limit', cause: 'turns', detail: 'its answer was cut off at the longest one of its model' };
    }
    if (stopReason !== 'stop') return failed('crash', `its last message ended with "${stopReason ?? 'nothing'}"`);
    if (this.#words.trim() === '' && this.#tools === 0) return failed('crash', 'it said nothing and did nothing');
    return { status: 'completed', detail: '' };
  }
}

const failed = (cause: FailureCause, detail: string): Verdict => ({ status: 'failed', cause, detail: oneLine(detail) });

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 500);

const wordsOf = (content: PiAssistantMessage['content']): string =>
  content.flatMap(({ type, text }) => (type === 'text' && text !== undefined ? [text] : [])).join('\n');

function pathIn(args: unknown): string | undefined {
  if (typeof args !== 'object' || args === null || !('path' in args)) return undefined;
  return typeof args.path === 'string' ? args.path : undefined;
}
