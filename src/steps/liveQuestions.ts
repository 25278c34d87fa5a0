import type { RoleTask } from '../agents/agent.ts';
import { giveAnswer } from '../agents/report/answersFile.ts';
import { QuestionTail } from '../agents/report/questionTail.ts';
import { reportFile } from '../agents/report/reportFile.ts';
import type { AskedNow } from '../agents/report/said.ts';
import type { StepContext } from '../engine/durable.ts';
import type { InboxEntry } from '../model/inbox.ts';
import { onlyItem } from '../model/lane.ts';
import type { StepWorld } from './stepWorld.ts';

const pollMs = 200;
const mostText = 2000;

type World = Pick<StepWorld, 'inbox' | 'questions' | 'now'>;

/**
 * Brings the questions that a running agent waits for to the inbox as soon as they stand in its report, and the answers of
 * people back to it. After a crash of the runner the questions of a pass that still runs are found again.
 */
export class LiveQuestions {
  readonly #world: World;
  readonly #context: Pick<StepContext, 'runId' | 'key' | 'directory'>;
  readonly #task: RoleTask;
  readonly #tail: QuestionTail;
  readonly #opened: InboxEntry[] = [];
  /** Found and not in the inbox yet. */
  #found: readonly AskedNow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> = Promise.resolve();

  constructor(world: World, context: Pick<StepContext, 'runId' | 'key' | 'directory'>, task: RoleTask) {
    this.#world = world;
    this.#context = context;
    this.#task = task;
    const { role, clean, input } = task;
    this.#tail = new QuestionTail(reportFile(context.directory), { role, clean, root: input.worktree });
  }

  begin(): void {
    this.#timer = setTimeout(() => {
      // What cannot be put into the inbox now is tried again, and once more at the end.
      this.#look = this.#take(this.#tail.read()).catch(() => undefined);
      void this.#look.then(() => {
        if (this.#timer !== undefined) this.begin();
      });
    }, pollMs);
    this.#timer.unref();
  }

  /** Once the agent is gone: what it asked last is in the inbox too. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#look;
    try {
      await this.#take(this.#tail.readToEnd());
    } finally {
      for (const { id } of this.#opened) this.#world.questions.close(id);
    }
    // What is still open has nobody that waits for it.
    for (const entry of this.#opened) await this.#world.inbox.raise({ ...entry, title: this.#title('asks') });
  }

  async #take(reading: Promise<readonly AskedNow[]>): Promise<void> {
    this.#found = [...this.#found, ...(await reading)];
    for (let [next] = this.#found; next !== undefined; [next] = this.#found) {
      const entry = this.#entryOf(next);
      const { id } = next;
      this.#opened.push(entry);
      this.#world.questions.open(entry.id, (text) => giveAnswer(this.#context.directory, { id, text }));
      await this.#world.inbox.raise(entry);
      this.#found = this.#found.slice(1);
    }
  }

  #entryOf({ id, text, at }: AskedNow): InboxEntry {
    const { runId, key } = this.#context;
    const { item, loop } = this.#task.input;
    const now = this.#world.now();
    return {
      id: `question:${runId}:${key}/${id}`,
      kind: 'question',
      loop,
      run: runId,
      item,
      title: this.#title('asks, and waits'),
      why: text.slice(0, mostText),
      // The same after a crash, so that what was answered before it is not asked again.
      at: Math.min(at ?? now, now),
      severity: 'medium',
      actions: ['answer', 'dismiss'],
    };
  }

  #title(does: string): string {
    const { item, loop } = this.#task.input;
    return `${item === onlyItem ? loop : `${loop}: ${item}`} ${does}`;
  }
}
