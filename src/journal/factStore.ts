import type * as z from 'zod';
import { err, ok, type Result } from '../model/result.ts';
import { type JournalFiles, type JournalHandle, nodeJournalFiles } from './files.ts';
import { GroupCommit } from './groupCommit.ts';
import { type FactFlaw, type JournalProblem, unreadable, unusableFact } from './problem.ts';

/** How the facts of a file become what is kept of them in memory. */
export interface FactsFold<Fact, State> {
  readonly from: State;
  /** The state after one more fact. It may be the same object, changed. */
  readonly add: (state: State, fact: Fact) => State;
}

/** Keeps the facts themselves, or those that matter; the others are on disk alone. */
export function listed<Fact>(keep: (fact: Fact) => boolean = () => true): FactsFold<Fact, readonly Fact[]> {
  const kept: Fact[] = [];
  const add = (list: readonly Fact[], fact: Fact): readonly Fact[] => {
    if (keep(fact)) kept.push(fact);
    return list;
  };
  return { from: kept, add };
}

/**
 * Opens a file of facts about the repository (costs, inbox, receipts) for its one writer, making it where there is none:
 * a line of JSON each, only ever appended. A torn tail is cut, durably; any other line that is none of `schema` is an error
 * and the file stays as it is. The caller holds the repository's runner lock.
 *
 * There is no chain of digests, unlike in a journal: facts stand by themselves, no approval rests on them, and people may
 * well take lines of last year out of a cost log.
 */
export function openFacts<Fact, State>(
  path: string,
  schema: z.ZodType<Fact>,
  fold: FactsFold<Fact, State>,
  files: JournalFiles = nodeJournalFiles,
): Result<Facts<Fact, State>, JournalProblem> {
  let handle: JournalHandle | undefined;
  try {
    const bytes = files.read(path) ?? Buffer.alloc(0);
    const scanned = scanFacts(path, bytes, schema, fold);
    if (!scanned.ok) return scanned;
    const { state, validBytes } = scanned.value;
    handle = files.open(path);
    if (validBytes < bytes.length) handle.truncate(validBytes);
    return ok(new Facts(path, handle, schema, { ...fold, from: state }));
  } catch (error) {
    handle?.close();
    return err(unreadable(path, error));
  }
}

/** The facts of one file, and what they come to. */
export class Facts<Fact, State> {
  readonly path: string;
  readonly #schema: z.ZodType<Fact>;
  readonly #file: GroupCommit<Fact>;
  readonly #listeners: ((fact: Fact) => void)[] = [];
  #state: State;

  constructor(path: string, handle: JournalHandle, schema: z.ZodType<Fact>, { from, add }: FactsFold<Fact, State>) {
    this.path = path;
    this.#schema = schema;
    this.#state = from;
    const onDurable = (fact: Fact): void => {
      this.#state = add(this.#state, fact);
      for (const listener of this.#listeners) listener(fact);
    };
    this.#file = new GroupCommit({ name: `file ${path}`, handle, onDurable });
  }

  /** What all durable facts come to. */
  get state(): State {
    return this.#state;
  }

  /** Calls back for every fact from now on, once it is on disk and in `state`. It must not throw. */
  onAppended(listener: (fact: Fact) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Resolves when the fact is on disk and in `state`. Rejects with `WriteFailed`, then it may be lost, and at once with what
   * is wrong with a fact that could not be read again.
   */
  async append(fact: Fact): Promise<void> {
    const json = JSON.stringify(fact);
    await this.#file.append(this.#schema.parse(JSON.parse(json)), `${json}\n`);
  }

  /** Waits for what was appended, then gives the file back. Later appends reject. */
  close(): Promise<void> {
    return this.#file.close();
  }
}

interface Scanned<State> {
  readonly state: State;
  /** Fewer than there are: a last write that never became durable. */
  readonly validBytes: number;
}

const newline = 0x0a;

function scanFacts<Fact, State>(
  path: string,
  bytes: Buffer,
  schema: z.ZodType<Fact>,
  { from, add }: FactsFold<Fact, State>,
): Result<Scanned<State>, JournalProblem> {
  let state = from;
  let offset = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(newline, offset);
    if (end === -1) return ok({ state, validBytes: offset });
    const read = parseFact(bytes.toString('utf8', offset, end), schema);
    if (!read.ok) {
      if (isTorn(bytes.subarray(offset), schema)) return ok({ state, validBytes: offset });
      return err(unusableFact({ path, line, offset }, read.error));
    }
    state = add(state, read.value);
    offset = end + 1;
  }
}

/** Besides a line cut short, a torn write can leave blocks that were never filled, with nothing whole behind them. */
function isTorn(rest: Buffer, schema: z.ZodType): boolean {
  if (!rest.includes(0)) return false;
  const lines = rest.toString('utf8').split('\n').slice(0, -1);
  return !lines.some((text) => parseFact(text, schema).ok);
}

function parseFact<Fact>(text: string, schema: z.ZodType<Fact>): Result<Fact, FactFlaw> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err({ code: 'corrupt', reason: 'it is no JSON' });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return err({ code: 'not-understood', reason: reasons.join('; ') });
}
