import * as z from 'zod';
import type { AgentEvent, FailureCause, TurnUsage } from '../port.ts';
import { attemptIn, type CodexError, causeOfTurnError, plainError, turnError } from './errors.ts';
import { endOf, startOf, type ThreadItem, threadItem } from './items.ts';
import { CodexUsage, tokenUsage } from './usage.ts';

/** How the app-server says that the turn ended. */
export interface TurnEnd {
  readonly status: 'completed' | 'interrupted' | 'failed';
  readonly error: CodexError | undefined;
}

const ofItem = z.object({ threadId: z.string(), item: threadItem });
const ofUsage = z.object({ threadId: z.string(), turnId: z.string(), tokenUsage });
const ofError = z.object({ threadId: z.string(), error: turnError, willRetry: z.boolean() });
const ofEnd = z.object({
  threadId: z.string(),
  turn: z.object({ id: z.string(), status: z.string(), error: turnError.nullish().catch(undefined) }),
});
const ofLimits = z.object({
  rateLimits: z.looseObject({ primary: z.unknown().optional(), secondary: z.unknown().optional() }),
});
const limitWindow = z.object({ usedPercent: z.number(), resetsAt: z.number() });

/**
 * One turn of a thread as the app-server's notifications tell it: events out, and what it came to. Sub-agents have threads of
 * their own, of which tools and tokens count and words do not. Pure.
 */
export class CodexTurn {
  /** Set once it is over. */
  end: TurnEnd | undefined;
  /** Set when a model call failed in a way that the role need not wait for. */
  giveUp: { readonly cause: FailureCause; readonly detail: string } | undefined;
  /** The last words of the thread itself. */
  text = '';
  /** What failed commands printed, to tell them from those that the sandbox stopped. */
  readonly failedOutputs: string[] = [];
  readonly #thread: string;
  readonly #retries: number;
  readonly #usage = new CodexUsage();
  readonly #turns = new Set<string>();
  readonly #paths = new Map<string, readonly string[]>();
  #tried = 0;
  #resetsAt: number | undefined;

  /** `retries`: how often a model call may be tried again. */
  constructor(thread: string, retries: number) {
    this.#thread = thread;
    this.#retries = retries;
  }

  get usage(): TurnUsage | null {
    return this.#usage.usage;
  }

  /** When a used-up limit is reset, in milliseconds since 1970. */
  get resetsAt(): number | undefined {
    return this.#resetsAt;
  }

  /** Paths of a change of files that it is about to make. */
  pathsOf(item: string): readonly string[] {
    return this.#paths.get(item) ?? [];
  }

  take(method: string, params: unknown): readonly AgentEvent[] {
    return this.#takers[method]?.(params) ?? [];
  }

  readonly #takers: Readonly<Record<string, (params: unknown) => readonly AgentEvent[]>> = {
    'turn/started': (params) => this.#began(params),
    'item/started': (params) => this.#item(params, (item) => this.#started(item)),
    'item/completed': (params) => this.#item(params, (item, isOwn) => this.#completed(item, isOwn)),
    'thread/tokenUsage/updated': (params) => this.#used(params),
    'account/rateLimits/updated': (params) => this.#limits(params),
    error: (params) => this.#failed(params),
    'turn/completed': (params) => this.#over(params),
  };

  #began(params: unknown): readonly AgentEvent[] {
    const began = ofEnd.safeParse(params);
    if (began.success) this.#turns.add(began.data.turn.id);
    return [];
  }

  #item(params: unknown, take: (item: ThreadItem, isOwn: boolean) => readonly AgentEvent[]): readonly AgentEvent[] {
    const told = ofItem.safeParse(params);
    return told.success ? take(told.data.item, told.data.threadId === this.#thread) : [];
  }

  #started(item: ThreadItem): readonly AgentEvent[] {
    if (item.type === 'fileChange')
      this.#paths.set(
        item.id,
        item.changes.map(({ path }) => path),
      );
    return startOf(item);
  }

  #completed(item: ThreadItem, isOwn: boolean): readonly AgentEvent[] {
    if (item.type === 'agentMessage' && !isOwn) return [];
    if (item.type === 'agentMessage') this.text = item.text;
    if (item.type === 'commandExecution' && item.status === 'failed')
      this.failedOutputs.push(item.aggregatedOutput ?? '');
    return endOf(item);
  }

  /** A resumed thread tells its old totals first, with the id of an old turn. */
  #used(params: unknown): readonly AgentEvent[] {
    const told = ofUsage.safeParse(params);
    if (!told.success || !this.#turns.has(told.data.turnId)) return [];
    this.#tried = 0;
    this.#usage.take(told.data.threadId, told.data.tokenUsage);
    const { usage } = this;
    return usage === null ? [] : [{ type: 'usage', usage }];
  }

  #limits(params: unknown): readonly AgentEvent[] {
    const { primary, secondary } = ofLimits.safeParse(params).data?.rateLimits ?? {};
    for (const each of [primary, secondary]) {
      const window = limitWindow.safeParse(each).data;
      if (window !== undefined && window.usedPercent >= 100) this.#resetsAt = window.resetsAt * 1000;
    }
    return [];
  }

  #failed(params: unknown): readonly AgentEvent[] {
    const told = ofError.safeParse(params);
    if (!told.success || !told.data.willRetry) return [];
    const { error, threadId } = told.data;
    this.#tried += 1;
    const cause = causeOfTurnError(error);
    const attempt = attemptIn(error.message) ?? this.#tried;
    if (threadId === this.#thread && (cause === 'auth' || attempt > this.#retries)) {
      this.giveUp ??= { cause, detail: plainError(error) };
      return [];
    }
    return [{ type: 'retry', cause, attempt }];
  }

  #over(params: unknown): readonly AgentEvent[] {
    const told = ofEnd.safeParse(params);
    if (!told.success || told.data.threadId !== this.#thread) return [];
    const { status, error } = told.data.turn;
    const known = status === 'completed' || status === 'interrupted' ? status : 'failed';
    this.end = { status: known, error: error ?? undefined };
    return [];
  }
}
