import { type ModelEnd, type ModelFailure, mostAnswered } from '../../model/modelAsk.ts';
import { ChunkedText } from '../adapting/chunkedText.ts';
import type { AgentEvent, FailureCause, TurnOutcome, TurnUsage } from '../port.ts';
import type { AnswerReader } from './answerFile.ts';

type Line = Awaited<ReturnType<AnswerReader['read']>>[number];

/** What each failure is for the driver; the model's server, its quota and a window that went away are tried again. */
const causes: { readonly [F in ModelFailure]: FailureCause } = {
  'no-window': 'missing',
  'window-gone': 'network',
  'not-allowed': 'auth',
  'no-such-model': 'missing',
  blocked: 'rate',
  'too-long': 'budget',
  failed: 'server',
};

/** What is heard of one question: lines of the answer in, events and the outcome of the turn out. */
export class Heard {
  readonly #id: string;
  readonly #tell: (event: AgentEvent) => void;
  readonly #text: ChunkedText;
  #words = '';
  #begun = 0;
  /** An attempt came to nothing after its model had begun to speak: what it used nobody knows. */
  #isLost = false;
  #end: ModelEnd | undefined;

  constructor(id: string, tell: (event: AgentEvent) => void) {
    this.#id = id;
    this.#tell = tell;
    this.#text = new ChunkedText(tell);
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  take(line: Line): void {
    if (this.isOver) return;
    if (line.type === 'begin') this.#begin(line);
    else if (line.type === 'text') this.#say(line.text);
    else this.#end = line.end;
  }

  outcome(): TurnOutcome {
    this.#text.flush();
    const end = this.#end;
    if (end === undefined) return this.#outcome({ status: 'aborted', detail: 'It was stopped.' }, null);
    const usage = this.#isLost || end.usage === null ? null : usageOf(end.usage);
    if (usage !== null) this.#tell({ type: 'usage', usage });
    if (end.status === 'answered') return this.#outcome({ status: 'completed', detail: 'It answered.' }, usage);
    const status = end.why === 'too-long' ? 'limit' : 'failed';
    return this.#outcome({ status, cause: causes[end.why], detail: end.message }, usage);
  }

  #begin({ model, editor }: Extract<Line, { type: 'begin' }>): void {
    this.#text.flush();
    this.#isLost ||= this.#words !== '';
    this.#words = '';
    if (this.#begun > 0) this.#tell({ type: 'retry', cause: 'network', attempt: this.#begun });
    this.#begun += 1;
    this.#tell({ type: 'session', id: this.#id, model, version: editor });
  }

  #say(text: string): void {
    this.#words = (this.#words + text).slice(0, mostAnswered);
    this.#text.add('text', text);
  }

  #outcome(how: Pick<TurnOutcome, 'status' | 'cause' | 'detail'>, usage: TurnUsage | null): TurnOutcome {
    return { ...how, text: this.#words, usage, denied: 0 };
  }
}

const usageOf = ({ inputTokens, outputTokens }: NonNullable<ModelEnd['usage']>): TurnUsage => ({
  inputTokens,
  cachedTokens: 0,
  outputTokens,
  costUsd: null,
  since: { tokens: 'turn', cost: 'turn' },
});
