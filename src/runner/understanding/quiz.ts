import { ok } from '../../model/result.ts';
import { saidTo } from '../../model/shapes.ts';
import type { Identity } from '../../model/steps.ts';
import type { PromptReply, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import type { Runs } from '../runs.ts';
import { Attempts } from './attempts.ts';
import { type LandedChange, landedChange } from './landedChange.ts';
import type { LedgerKeeping } from './ledgerKeeping.ts';
import { PromptDesk, type PromptsWorld } from './promptDesk.ts';
import { type QuizAbout, type QuizOptions, QuizSitting } from './quizSitting.ts';
import { readerOf } from './readerOf.ts';

export interface QuizWorld extends PromptsWorld {
  readonly runs: Pick<Runs, 'has' | 'state' | 'directory'>;
  readonly ledgerKeeping: Pick<LedgerKeeping, 'debts' | 'ledger'>;
  readonly clock: () => number;
}

/** Paying some of what is owed back: prompts about what landed, whoever's sitting it is. */
export class Quiz {
  readonly #options: QuizOptions;
  readonly #attempts: Attempts;
  readonly #sittings = new Map<string, QuizSitting>();

  constructor(world: QuizWorld) {
    const { repository } = world.world;
    const { debts } = world.ledgerKeeping;
    this.#attempts = new Attempts(repository.commonDir);
    /** A scratch worktree has one user at a time. */
    let after: Promise<unknown> = Promise.resolve();
    this.#options = {
      debts,
      ledger: () => world.ledgerKeeping.ledger(),
      attempts: this.#attempts,
      clock: world.clock,
      open: async (about) => {
        const landed = await landedChange(repository, world.runs, about);
        if (!landed.ok) return landed;
        const desk = new PromptDesk(world, { ...landed.value, after, quiz: orderOf(landed.value, about) });
        const close = (): Promise<void> => {
          const closed = desk.close();
          after = closed.catch(() => undefined);
          return closed;
        };
        return ok({ next: () => desk.next(), answer: (prompt, answer) => desk.answer(prompt, answer), close });
      },
    };
  }

  next({ email }: Identity): Promise<PromptReply> {
    return this.#sittingOf(email).next();
  }

  answer({ prompt, ...answer }: RunnerParams<'quizAnswer'>, { email }: Identity): Promise<RunnerReply<'quizAnswer'>> {
    return this.#sittingOf(email).answer(prompt, answer);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sittings.values()].map((sitting) => sitting.close()));
    await this.#attempts.close();
  }

  #sittingOf(email: string): QuizSitting {
    const reader = readerOf(email);
    const known = this.#sittings.get(reader) ?? new QuizSitting(this.#options, reader);
    this.#sittings.set(reader, known);
    return known;
  }
}

/** What was answered while the change was reviewed is not asked again. */
function orderOf({ run, item }: LandedChange, { unit, body, answered }: QuizAbout) {
  const reviewed = saidTo(run.state, item.id).flatMap((said) =>
    said.kind === 'answered' && (said.body === body || said.unit === unit) ? [said.prompt] : [],
  );
  return { unit, answered: [...new Set([...reviewed, ...answered])] };
}
