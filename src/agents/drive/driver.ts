import { setTimeout as sleep } from 'node:timers/promises';
import { capabilitiesOf } from '../../model/agents.ts';
import { verdictRequired } from '../../model/verdictAsked.ts';
import { oldAdvice } from '../adapting/oldestVersion.ts';
import { ownServerName } from '../mcp/ownServer.ts';
import type { Adapter, McpServer, ServedMcp, Turn, TurnOutcome } from '../port.ts';
import { oneTurn, type TurnEnd, type TurnWorld } from './oneTurn.ts';
import type { DriveCause, DriveOutcome } from './outcome.ts';
import type { OwnProcesses } from './processStarter.ts';
import { RateGate } from './rateGate.ts';
import { Records } from './records.ts';
import { SessionLedger } from './sessionLedger.ts';
import type { DriveSpec, PrivateWords } from './spec.ts';
import { nothingUsed, type Used } from './spending.ts';

export interface DriverParts {
  readonly adapter: Adapter;
  readonly processes: OwnProcesses;
  /** The whole environment of the agent. */
  readonly env: Readonly<Record<string, string>>;
  readonly scratch: string;
  /** Where our own MCP server can be asked; undefined where an agent has to start it. */
  readonly served: ServedMcp | undefined;
  /** Writes a line into the step's log. */
  readonly say: (line: string) => void;
  /** Aborts when the step is ended. */
  readonly signal: AbortSignal;
}

/** The conversation that a turn goes on with. */
interface Thread {
  readonly session?: NonNullable<Turn['session']>;
  /** What it has used before; null: unknown. */
  readonly before: Used | null;
}

type End = Pick<DriveOutcome, 'status' | 'detail' | 'text'> & { readonly cause?: DriveCause };

/** Milliseconds that a probe may take. */
const probePatience = 60_000;
/** Retries of the agent itself; ours come on top. */
const ownRetries = 2;

/** Does what a spec asks of one agent: a turn, with the retries and the repair that it may need. */
export class Driver {
  readonly #spec: DriveSpec;
  readonly #words: PrivateWords;
  readonly #parts: DriverParts;
  readonly #records: Records;
  readonly #ledger: SessionLedger;
  readonly #gate: RateGate;
  readonly #startedAt = Date.now();
  #turns = 0;
  #retries = 0;
  #denied = 0;
  #session: string | undefined;
  #version: string | undefined;
  #isRepaired = false;

  constructor(spec: DriveSpec, words: PrivateWords, parts: DriverParts) {
    this.#spec = spec;
    this.#words = words;
    this.#parts = parts;
    this.#records = new Records(spec, words.secrets, parts.say);
    this.#ledger = new SessionLedger(spec.session.ledger);
    this.#gate = new RateGate(spec.rateFile);
  }

  /** Rejects only when the step's folder cannot be written. */
  async run(): Promise<DriveOutcome> {
    const { agent, cannot } = this.#spec;
    const end = cannot.length > 0 ? unable(agent, cannot) : await this.#work();
    return this.#finish(await this.#explained(end));
  }

  /** What is known before the end, for a driver that may be killed in the next moment. */
  get soFar(): DriveOutcome {
    return this.#outcome({ status: 'aborted', detail: 'It was stopped.', text: '' });
  }

  #finish(end: End): DriveOutcome {
    const { status, cause, detail } = end;
    this.#records.add({ type: 'end', status, ...(cause === undefined ? {} : { cause }), detail });
    this.#records.close();
    return this.#outcome(end);
  }

  #outcome({ status, cause, detail, text }: End): DriveOutcome {
    const [records, { model }] = [this.#records, this.#records];
    return {
      agent: this.#spec.agent,
      status,
      ...(cause === undefined ? {} : { cause }),
      detail: records.line(detail),
      text: records.text(text),
      ...(this.#version === undefined ? {} : { version: records.line(this.#version) }),
      ...(model === undefined ? {} : { model: records.line(model) }),
      ...(this.#session === undefined ? {} : { session: this.#session.slice(0, 500) }),
      usage: records.total,
      priced: records.isPriced,
      denied: this.#denied,
      turns: this.#turns,
      retries: this.#retries,
      repaired: this.#isRepaired,
      survivors: this.#parts.processes.survivors,
      seconds: (Date.now() - this.#startedAt) / 1000,
    };
  }

  /**
   * A turn that could not be done in words for a person. The agent is not asked for its version and login before a turn, as
   * that takes about as long as its start; a program that is not there, or not logged in, costs nothing either way.
   */
  async #explained(end: End): Promise<End> {
    const { adapter, env, processes, signal } = this.#parts;
    if (end.status !== 'failed' || end.cause === undefined || !puzzling.has(end.cause) || signal.aborted) return end;
    const enough = AbortSignal.any([signal, AbortSignal.timeout(Math.min(probePatience, this.#left))]);
    const late = new Promise<'late'>((resolve) =>
      enough.addEventListener('abort', () => resolve('late'), { once: true }),
    );
    const asked = adapter.probe(this.#spec.program, env, processes).catch(() => 'late' as const);
    const probe = await Promise.race([asked, late]);
    if (probe === 'late') {
      await processes.endAll();
      return signal.aborted ? stopped : end;
    }
    const { agent: name, program } = this.#spec;
    if (probe === undefined) {
      const how = `${program[0]} was not found. Install it, or name another agent; \`loopwright doctor\` shows what is there.`;
      return failed('missing', `${name} is not installed: ${how}`);
    }
    this.#version ??= probe.version;
    const { advice = '' } = probe;
    if (probe.auth === 'missing') return failed('auth', advice === '' ? `${name} is not logged in.` : advice);
    if (advice !== '') this.#records.note(advice);
    return end;
  }

  async #work(): Promise<End> {
    const first = await this.#withRetries(this.#spec.prompt, await this.#thread());
    const answer = this.#endOf(first.end);
    if (!verdictRequired[this.#spec.role]) {
      if (answer.status !== 'completed') return answer;
      const problem = await this.#verdict(first.end.outcome);
      if (problem !== undefined) this.#records.note(`What it says at its end does not count: ${problem}.`);
      return answer;
    }
    if (!isAnswered(first.end)) return answer;
    const problem = await this.#verdict(first.end.outcome);
    if (problem === undefined) return { ...answer, status: 'completed' };
    return this.#repair(problem, first);
  }

  /** Asks once more for a verdict, in the same conversation where there is one. */
  async #repair(problem: string, first: { readonly end: TurnEnd; readonly prompt: string }): Promise<End> {
    this.#records.note(`Its verdict is not valid: ${problem}. It is asked once more.`);
    const goesOn = this.#goOn(first.end);
    const again = `Your last answer is no valid verdict: ${problem}.\nAnswer with nothing but a JSON object of this form, and look at nothing else:\n${JSON.stringify(this.#spec.schema)}`;
    const prompt = goesOn === undefined ? `${this.#spec.prompt}\n\n${again}` : again;
    const { end } = await this.#withRetries(prompt, goesOn ?? newThread, 'repair');
    const answer = this.#endOf(end);
    if (!isAnswered(end)) return answer;
    const still = await this.#verdict(end.outcome);
    if (still !== undefined) {
      return {
        ...failed('schema', `It gave no valid verdict, also when it was asked again: ${still}.`),
        text: answer.text,
      };
    }
    this.#isRepaired = true;
    return { ...answer, status: 'completed' };
  }

  /** Writes the verdict into the report; tells what is wrong where there is none. */
  async #verdict({ structured, text }: TurnOutcome): Promise<string | undefined> {
    const { verdictFor } = await (await import('./afterStart.ts')).verdicts();
    const parsed = verdictFor(this.#spec.role).parse({ structured, text });
    if (!parsed.ok) return this.#records.line(parsed.error);
    this.#tell(parsed.value);
    return undefined;
  }

  #tell(lines: readonly object[]): void {
    if (lines.length > 0) this.#records.report.add(lines.map((line) => JSON.stringify(line)));
  }

  /** A turn, begun again while the model server, its rate limit or the network is to blame, up to a bound. */
  async #withRetries(
    prompt: string,
    thread: Thread,
    why: 'first' | 'repair' = 'first',
  ): Promise<{ readonly end: TurnEnd; readonly prompt: string }> {
    let [asked, on] = [prompt, thread];
    for (let tries = 0; ; tries += 1) {
      if (!(await this.#gate.pass(this.#deadline, this.#parts.signal))) return { end: this.#notBegun(), prompt: asked };
      this.#records.add({ type: 'prompt', text: asked, why: tries === 0 ? why : 'retry' });
      const end = await this.#turn(asked, on);
      if (!(await this.#mayTryAgain(end, tries))) return { end, prompt: asked };
      this.#retries += 1;
      const goesOn = end.hasSpoken ? this.#goOn(end) : undefined;
      if (goesOn !== undefined) {
        asked =
          'Your last turn was broken off by the model server. Go on where you were; what you changed is still there.';
        on = goesOn;
      } else [asked, on] = [prompt, thread];
    }
  }

  async #turn(prompt: string, thread: Thread): Promise<TurnEnd> {
    this.#turns += 1;
    const end = await oneTurn(this.#turnWorld, { turn: this.#turnOf(prompt, thread), before: thread.before });
    this.#denied += end.outcome.denied;
    this.#session = end.session ?? this.#session;
    this.#hear(end.version);
    await this.#keep(end);
    return end;
  }

  #hear(version = this.#version): void {
    const { agent } = this.#spec;
    const advice = version === this.#version || version === undefined ? undefined : oldAdvice(agent, version);
    if (advice !== undefined) this.#records.note(advice);
    this.#version = version;
  }

  /** Waits as long as it takes until another try makes sense; false where none does. */
  async #mayTryAgain({ outcome, stop }: TurnEnd, tries: number): Promise<boolean> {
    const cause = stop?.cause ?? outcome.cause;
    const { retries, backOffMs, longestBackOffMs } = this.#spec.limits;
    const { signal } = this.#parts;
    if (signal.aborted || (cause !== 'rate' && cause !== 'server' && cause !== 'network')) return false;
    const own = Math.min(longestBackOffMs, backOffMs * 2 ** tries) * (0.75 + Math.random() / 2);
    const delay = Math.max(own, outcome.retryAfterMs ?? 0);
    // The others are told also where this one gives up.
    if (cause === 'rate') await this.#gate.close(Date.now() + delay);
    if (tries >= retries || Date.now() + delay >= this.#deadline) return false;
    this.#records.note(
      `The turn failed (${cause}): ${outcome.detail}. It is begun again in ${Math.ceil(delay / 1000)} s.`,
    );
    await sleep(delay, undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  /** The conversation that the step's name stands for. */
  async #thread(): Promise<Thread> {
    const { session, agent, worktree } = this.#spec;
    const { resume, fork } = capabilitiesOf[agent];
    const can = session.mode === 'fork' ? fork : resume;
    if (session.mode === 'fresh') return newThread;
    const known = await this.#ledger.find({ name: session.name, agent, cwd: worktree });
    if (known === undefined) return newThread;
    if (!can) {
      this.#records.note(`${agent} cannot ${session.mode} a session; it begins a new one.`);
      return newThread;
    }
    return { session: { id: known.id, mode: session.mode }, before: known.used ?? null };
  }

  /** To go on with the conversation of a turn that is over; undefined where that cannot be. */
  #goOn({ session, sessionUsed }: TurnEnd): Thread | undefined {
    if (session === undefined || !capabilitiesOf[this.#spec.agent].resume) return undefined;
    return { session: { id: session, mode: 'continue' }, before: sessionUsed };
  }

  /** A fork that came to nothing is not gone on with: the next one begins where this one did. */
  async #keep({ session, sessionUsed, outcome }: TurnEnd): Promise<void> {
    const { session: asked, agent, worktree } = this.#spec;
    if (session === undefined || (asked.mode === 'fork' && outcome.status !== 'completed')) return;
    const used = sessionUsed === null ? {} : { used: sessionUsed };
    await this.#ledger.keep({ name: asked.name, agent, cwd: worktree, id: session.slice(0, 500), ...used });
  }

  #turnOf(prompt: string, thread: Thread): Turn {
    const spec = this.#spec;
    const { maxTurns, maxCostUsd } = spec.limits;
    return {
      program: spec.program,
      cwd: spec.worktree,
      env: this.#parts.env,
      scratch: this.#parts.scratch,
      prompt,
      ...(spec.instructions === undefined ? {} : { instructions: spec.instructions }),
      ...(spec.model === undefined ? {} : { model: spec.model }),
      ...(spec.effort === undefined ? {} : { effort: spec.effort }),
      ...(spec.tools === undefined ? {} : { tools: spec.tools }),
      readOnly: spec.readOnly,
      ...(thread.session === undefined ? {} : { session: thread.session }),
      mcp: spec.mcp.map((server) => this.#server(server)),
      ...(spec.schema === undefined ? {} : { schema: spec.schema }),
      ...(maxTurns === undefined ? {} : { maxTurns }),
      ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
      retries: ownRetries,
    };
  }

  #server({ tools, ...server }: DriveSpec['mcp'][number]): McpServer {
    const { served } = this.#parts;
    return {
      ...server,
      ...(tools === undefined ? {} : { tools }),
      env: this.#words.mcpEnv[server.name] ?? {},
      ...(served === undefined || server.name !== ownServerName ? {} : { served }),
    };
  }

  get #turnWorld(): TurnWorld {
    const { adapter, processes, signal } = this.#parts;
    return { spec: this.#spec, adapter, processes, signal, records: this.#records, deadline: this.#deadline };
  }

  get #deadline(): number {
    return this.#startedAt + this.#spec.limits.wallSeconds * 1000;
  }

  get #left(): number {
    return Math.max(this.#deadline - Date.now(), 1);
  }

  #endOf({ outcome, stop }: TurnEnd): End {
    const { status, cause, detail, text } = outcome;
    if (this.#parts.signal.aborted && status !== 'completed') return { ...stopped, text };
    if (stop !== undefined) return { ...stop, text };
    return { status, ...(cause === undefined ? {} : { cause }), detail, text };
  }

  #notBegun(): TurnEnd {
    const detail = 'Its rate limit lasts longer than the step.';
    const outcome = { status: 'failed', cause: 'rate', detail, text: '', usage: null, denied: 0 } as const;
    return {
      outcome,
      stop: undefined,
      hasSpoken: false,
      session: undefined,
      sessionUsed: null,
      version: undefined,
    };
  }
}

const newThread: Thread = { before: nothingUsed };
const stopped: End = { status: 'aborted', detail: 'It was stopped.', text: '' };
const failed = (cause: DriveCause, detail: string): End => ({ status: 'failed', cause, detail, text: '' });

/** Ends of which the program itself may know more. */
const puzzling: ReadonlySet<DriveCause> = new Set(['missing', 'auth', 'crash']);

function unable(agent: string, cannot: readonly string[]): End {
  const what = cannot.map((need) => `\`${need}\``).join(', ');
  return failed('missing', `${agent} cannot hold to ${what}. Name another agent, or take it out of the loop.`);
}

/** Whether there is an answer to look at: the turn ended by itself, perhaps without the form that it was to have. */
const isAnswered = ({ outcome, stop }: TurnEnd): boolean =>
  stop === undefined && (outcome.status === 'completed' || (outcome.status === 'failed' && outcome.cause === 'schema'));
