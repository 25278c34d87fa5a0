import { causeOfError, retryAfterOf } from '../adapting/causeOfError.ts';
import { ChunkedText } from '../adapting/chunkedText.ts';
import type { AgentEvent, FailureCause, TurnOutcome, TurnUsage } from '../port.ts';
import {
  type AcpPermissionRequest,
  type AcpPrompted,
  type AcpUpdate,
  chunk,
  sessionUpdate,
  toolCall,
} from './messages.ts';
import { type Asker, answerPermission, type PermissionAnswer } from './permissions.ts';
import { AcpTools } from './tools.ts';

/** What an agent's counts mean; the protocol leaves it open, so they are read for those that were measured. */
export type AcpUsage = 'none' | 'gemini' | 'opencode';

type Verdict = Pick<TurnOutcome, 'status' | 'detail' | 'cause' | 'retryAfterMs'>;

/** One turn of an agent of the Agent Client Protocol: its news in, events out, and in the end how it went. */
export class AcpTurn {
  readonly #tell: (event: AgentEvent) => void;
  readonly #usageKind: AcpUsage;
  readonly #text: ChunkedText;
  readonly #tools: AcpTools;
  #isLive = false;
  #session: string | undefined;
  #words = '';
  #isAfterTool = false;
  #denied = 0;
  #dollars: number | null = null;
  #warning = '';
  #usage: TurnUsage | null = null;

  constructor(tell: (event: AgentEvent) => void, usageKind: AcpUsage) {
    this.#tell = tell;
    this.#usageKind = usageKind;
    this.#text = new ChunkedText(tell);
    this.#tools = new AcpTools(tell);
  }

  noise(line: string): void {
    if (line.trim() !== '') this.#tell({ type: 'noise', bytes: Buffer.byteLength(line), sample: line.slice(0, 200) });
  }

  opened(id: string, model: string | undefined, version: string | undefined): void {
    this.#session = id;
    const known = { ...(model === undefined ? {} : { model }), ...(version === undefined ? {} : { version }) };
    this.#tell({ type: 'session', id, ...known });
  }

  /** From here on its news are of this turn; those before repeat what was said in earlier ones. */
  begins(): void {
    this.#isLive = true;
  }

  /** Takes the news of the session in: the parameters of `session/update`. */
  news(params: unknown): void {
    const read = sessionUpdate.safeParse(params).data;
    if (read === undefined) this.noise(JSON.stringify(params) ?? '');
    else this.#take(read.update);
  }

  #take(update: AcpUpdate): void {
    // Told once for the whole session, so the earlier turns' are no loss.
    if (update.sessionUpdate === 'usage_update' && update.cost?.currency === 'USD') this.#dollars = update.cost.amount;
    if (!this.#isLive) return;
    switch (update.sessionUpdate) {
      case 'agent_message_chunk':
        this.#say('text', update.content);
        break;
      case 'agent_thought_chunk':
        this.#say('thinking', update.content);
        break;
      case 'tool_call':
      case 'tool_call_update':
        this.#takeTool(update);
        break;
      case 'notice':
        if (update.severity === 'error' || update.severity === 'warning') this.#warning = update.message ?? '';
        break;
      default:
    }
  }

  answer(request: AcpPermissionRequest, asker: Asker): PermissionAnswer {
    this.#text.flush();
    const answer = answerPermission(request, asker);
    // Some agents tell of a tool here first, and then not until it is over.
    this.#tools.take({ ...request.toolCall, status: answer.denied === undefined ? 'in_progress' : 'pending' });
    if (answer.denied !== undefined) {
      this.#denied += 1;
      this.#tell({ type: 'denied', what: answer.denied });
    }
    return answer;
  }

  /** It says that its turn is over. */
  prompted(answer: AcpPrompted): TurnOutcome {
    this.#text.flush();
    this.#count(answer);
    return this.outcome(this.#verdict(answer.stopReason));
  }

  /** It answered with an error. */
  refused(words: string): TurnOutcome {
    const wait = retryAfterOf(words);
    return this.outcome({
      ...failed(causeOfError(words), words),
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }

  outcome(verdict: Verdict): TurnOutcome {
    this.#text.flush();
    return {
      ...verdict,
      text: this.#words,
      ...(this.#session === undefined ? {} : { session: this.#session }),
      usage: this.#usage,
      denied: this.#denied,
    };
  }

  #say(kind: 'text' | 'thinking', content: unknown): void {
    const said = chunk.safeParse(content).data?.text;
    if (said === undefined) return;
    this.#text.add(kind, said);
    if (kind === 'thinking') return;
    // Its last words are those after its last act.
    if (this.#isAfterTool && said.trim() !== '') {
      this.#words = '';
      this.#isAfterTool = false;
    }
    this.#words += said;
  }

  #takeTool(update: AcpUpdate): void {
    const tool = toolCall.safeParse(update).data;
    if (tool === undefined) return;
    this.#text.flush();
    this.#isAfterTool = true;
    this.#tools.take(tool);
  }

  /** `end_turn` alone says nothing: agents were seen to end so after a refused login or a rate limit. */
  #verdict(stopReason: string): Verdict {
    if (stopReason === 'max_turn_requests')
      return { status: 'limit', cause: 'turns', detail: 'it made as many model calls as it may' };
    if (stopReason === 'max_tokens')
      return { status: 'limit', cause: 'turns', detail: 'its answer was cut off at the longest one of its model' };
    if (stopReason !== 'end_turn') return failed('crash', `it ended its turn with "${stopReason}"`);
    if (this.#words.trim() !== '' || this.#tools.count > 0) return { status: 'completed', detail: '' };
    const why =
      this.#warning === '' ? 'some agents end so when their model call failed; try it by hand' : this.#warning;
    return failed(causeOfError(this.#warning), `it ended its turn without a word or an act: ${why}`);
  }

  #count({ usage, _meta: meta }: AcpPrompted): void {
    const counted = this.#usageKind === 'gemini' ? meta?.quota?.token_count : undefined;
    if (counted !== undefined) {
      this.#use({ input: counted.input_tokens, cached: 0, output: counted.output_tokens, tokens: 'turn' });
    } else if (this.#usageKind === 'opencode' && usage) {
      const { inputTokens, outputTokens, cachedReadTokens = 0, cachedWriteTokens = 0, thoughtTokens = 0 } = usage;
      this.#use({
        input: inputTokens + cachedReadTokens + cachedWriteTokens,
        cached: cachedReadTokens,
        output: outputTokens + thoughtTokens,
        tokens: 'turn',
      });
    }
  }

  #use(of: { input: number; cached: number; output: number; tokens: 'turn' | 'session' }): void {
    if (of.input + of.output === 0) return;
    this.#usage = {
      inputTokens: of.input,
      cachedTokens: of.cached,
      outputTokens: of.output,
      // A model without prices costs 0 in its eyes: unknown in ours.
      costUsd: this.#dollars === 0 ? null : this.#dollars,
      since: { tokens: of.tokens, cost: 'session' },
    };
    this.#tell({ type: 'usage', usage: this.#usage });
  }
}

const failed = (cause: FailureCause, detail: string): Verdict => ({
  status: 'failed',
  cause,
  detail: detail.replaceAll(/\s+/g, ' ').trim().slice(0, 500),
});
