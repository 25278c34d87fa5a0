import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Owing, type StandingUnit } from '../../../../src/comprehension/debt/owing.ts';
import type { ReadersRow } from '../../../../src/model/ledger.ts';
import type { Graded, Prompt } from '../../../../src/model/prompt.ts';
import { err, ok } from '../../../../src/model/result.ts';
import { Refused } from '../../../../src/runner/refusal.ts';
import { Attempts } from '../../../../src/runner/understanding/attempts.ts';
import { comprehensionFolder } from '../../../../src/runner/understanding/clone.ts';
import { type QuizAbout, type QuizOptions, QuizSitting } from '../../../../src/runner/understanding/quizSitting.ts';
import { ada, answered, dayMs, landed, landedUnit, of, standing } from '../../comprehension/debt/ledgerRows.ts';

/** Noon, so that an hour more is the same day in every time zone. */
const noon = new Date(2026, 10, 20, 12).getTime();
const right = { given: { by: 'one', option: 0 }, confidence: 'sure', looked: false } as const;
const wrong = { ...right, given: { by: 'one', option: 1 } } as const;

/** What is owed in a repository, and prompts about it: two about each unit, named `<unit>/<n>`. */
class World {
  now = noon;
  rows: ReadersRow[];
  standing: readonly StandingUnit[];
  attempts: Attempts;
  sitting: QuizSitting;
  /** Runs that cannot be read any more, and units of which no outline can be made. */
  readonly gone = new Map<string, string>();
  readonly unreadable = new Set<string>();
  readonly opened: QuizAbout[] = [];
  /** Desks that are open. */
  desks = 0;
  isLedgerFull = false;
  /** A prompt takes until its desk is closed. */
  stalls = false;
  readonly #commonDir: string;

  constructor(commonDir: string, units: readonly string[]) {
    this.#commonDir = commonDir;
    const landings = units.map((unit, index) =>
      landed([landedUnit(unit, { lines: 100 - index, callers: 0 })], { run: `run-${unit}`, at: noon - dayMs }),
    );
    this.rows = of(ada, ...landings);
    this.standing = units.map((unit) => standing(unit));
    this.attempts = new Attempts(commonDir);
    this.sitting = new QuizSitting(this.#options(), ada);
  }

  /** The next runner. */
  async restart(): Promise<void> {
    await this.sitting.close();
    await this.attempts.close();
    this.attempts = new Attempts(this.#commonDir);
    this.sitting = new QuizSitting(this.#options(), ada);
  }

  async asked(): Promise<string> {
    const reply = await this.sitting.next();
    return reply.status === 'ask' ? reply.prompt.id : reply.why;
  }

  /** Answers what is asked now. */
  async answer(answer: typeof right | typeof wrong = right): Promise<string> {
    const prompt = await this.asked();
    await this.sitting.answer(prompt, answer);
    return prompt;
  }

  #options(): QuizOptions {
    const append = async (reader: string, rows: readonly object[]): Promise<void> => {
      if (this.isLedgerFull) throw new Error('the disk is full');
      const isKnown = (row: object) => this.rows.some((one) => JSON.stringify(one.row) === JSON.stringify(row));
      const whole = rows.map((row) => ({ v: 1, ...row }) as ReadersRow['row']);
      this.rows = [...this.rows, ...whole.filter((row) => !isKnown(row)).map((row) => ({ reader, row }))];
    };
    return {
      debts: {
        known: async () => {
          const { rows, standing } = this;
          return { rows, standing, tips: [], owing: new Owing({ rows, standing }) };
        },
      },
      ledger: async () => ({ append }),
      attempts: this.attempts,
      clock: () => this.now,
      open: async (about) => {
        this.opened.push(about);
        const why = this.gone.get(about.run);
        return why === undefined ? ok(this.#desk(about)) : err(why);
      },
    };
  }

  #desk({ unit, answered: before }: QuizAbout) {
    this.desks += 1;
    const ids = [`${unit}/1`, `${unit}/2`].filter((id) => !before.includes(id));
    const [id] = ids;
    let end = (): void => {};
    const closed = new Promise<void>((resolve) => {
      end = resolve;
    });
    let isOpen = true;
    return {
      next: async () => {
        if (this.unreadable.has(unit)) throw new Refused('no-outline', 'It could not be made.');
        if (this.stalls) {
          await closed;
          return { status: 'none', why: 'the search was stopped', settled: false } as const;
        }
        if (id === undefined) return { status: 'none', why: 'everything was asked', settled: true } as const;
        return { status: 'ask', prompt: promptOf(id) } as const;
      },
      answer: async (prompt: string, { given }: { readonly given: object }) => {
        if (prompt !== id) return { status: 'unknown' } as const;
        const correct = JSON.stringify(given) === JSON.stringify(right.given);
        const graded = { correct, credit: correct ? 0.5 : 0 } as Graded;
        return { status: 'first', prompt: promptOf(id), graded } as const;
      },
      close: async () => {
        if (isOpen) this.desks -= 1;
        isOpen = false;
        end();
      },
    };
  }
}

const promptOf = (id: string) => ({ id, kind: 'cloze' }) as Prompt;

let commonDir = '';
let world: World | undefined;
const begin = (...units: readonly string[]): World => {
  world = new World(commonDir, units);
  return world;
};
beforeEach(async () => {
  commonDir = await mkdtemp(join(tmpdir(), 'loopwright-quiz-'));
});
afterEach(async () => {
  await world?.attempts.close();
  await rm(commonDir, { recursive: true, force: true, maxRetries: 5 });
});

const full = 'Three prompts were answered today; come back tomorrow.';

describe('the prompts of a day', () => {
  it('are three, about what is owed most, no unit twice; the next day goes on with other ones', async () => {
    const one = begin('a.js#f', 'a.js#g', 'a.js#h', 'a.js#i');
    expect([await one.answer(wrong), await one.answer(), await one.answer(wrong)]).toEqual([
      'a.js#f/1',
      'a.js#g/1',
      'a.js#h/1',
    ]);
    expect(await one.asked()).toBe(full);
    await one.restart();
    expect(await one.asked()).toBe(full);
    one.now += dayMs;
    expect([await one.answer(), await one.answer(), await one.answer()]).toEqual(['a.js#f/2', 'a.js#h/2', 'a.js#i/1']);
    expect(one.desks).toBe(0);
  });

  it('rest when all that is owed was asked about today, under whatever name it stands by now', async () => {
    const one = begin('a.js#f');
    await one.answer(wrong);
    expect(await one.asked()).toBe('All that you owe was asked about today; come back tomorrow.');
    one.standing = [{ ...standing('b.js#f'), body: 'a.js#f:1' }];
    expect(await one.asked()).toBe('All that you owe was asked about today; come back tomorrow.');
    one.now += dayMs;
    expect(await one.asked()).toBe('a.js#f/2');
    // Its landing knows it by its first name.
    expect(one.opened.at(-1)).toMatchObject({ unit: 'a.js#f', body: 'a.js#f:1', answered: ['a.js#f/1'] });
  });

  it('are none where nothing worth a prompt is owed', async () => {
    const one = begin('a.js#f');
    one.rows = [...one.rows, ...of(ada, answered('a.js#f', { at: noon, credit: 1 }))];
    expect(await one.asked()).toBe('You owe nothing: there is nothing to pay back.');
    expect(one.opened).toEqual([]);
  });
});

describe('an open prompt', () => {
  it('is one for all who ask at once, and its first answer counts', async () => {
    const one = begin('a.js#f', 'a.js#g');
    expect(await Promise.all([one.asked(), one.asked()])).toEqual(['a.js#f/1', 'a.js#f/1']);
    expect(one.desks).toBe(1);
    one.now += 42_000;
    const [first, second] = await Promise.all([
      one.sitting.answer('a.js#f/1', wrong),
      one.sitting.answer('a.js#f/1', right),
    ]);
    expect(first).toMatchObject({ correct: false });
    expect(second).toBe(first);
    const kept = await one.attempts.of(ada);
    expect(kept).toEqual([
      {
        ...{ at: one.now, reader: ada, prompt: 'a.js#f/1', kind: 'cloze', unit: 'a.js#f', place: 'a.js#f' },
        ...{ body: 'a.js#f:1', correct: false, credit: 0, confidence: 'sure', looked: false, seconds: 42 },
      },
    ]);
    expect(one.rows.some(({ row }) => row.row === 'answered')).toBe(false);
    await expect(one.sitting.answer('a.js#g/1', right)).rejects.toThrow('This prompt is not open');
  });

  it('is given up when what it asks about is changed', async () => {
    const one = begin('a.js#f', 'a.js#g');
    expect(await one.asked()).toBe('a.js#f/1');
    one.standing = [standing('a.js#f', { body: 'a.js#f:2' }), standing('a.js#g')];
    expect(await one.asked()).toBe('a.js#g/1');
    expect(one.desks).toBe(1);
    await expect(one.sitting.answer('a.js#f/1', right)).rejects.toThrow('This prompt is not open');
  });
});

describe('a right answer', () => {
  it('is never lost: what a full disk kept out of the ledger is written by the next runner, once', async () => {
    const one = begin('a.js#f', 'a.js#g');
    const prompt = await one.asked();
    one.isLedgerFull = true;
    await expect(one.sitting.answer(prompt, right)).rejects.toThrow('the disk is full');
    one.isLedgerFull = false;
    await one.restart();
    expect(await one.asked()).toBe('a.js#g/1');
    await one.restart();
    await one.asked();
    const rows = one.rows.filter(({ row }) => row.row === 'answered');
    expect(rows).toEqual(of(ada, answered('a.js#f', { at: noon, credit: 0.5 })));
  });
});

describe('what cannot be asked about', () => {
  it('is passed over, and told with its reasons where nothing is left', async () => {
    const one = begin('a.js#f', 'a.js#g', 'a.js#h', 'b.txt#');
    one.gone.set('run-a.js#f', 'its run is not known in this clone');
    one.unreadable.add('a.js#g');
    one.standing = [
      ...[standing('a.js#f'), standing('a.js#g'), standing('a.js#h', { body: 'a.js#h:2' })],
      { unit: 'b.txt#' },
    ];
    expect(await one.asked()).toBe(
      'No prompt can be made about what you owe: f: its run is not known in this clone; ' +
        'g: the outline of its change could not be made; h: it was changed after it landed; ' +
        'b.txt: its language is not read.',
    );
    expect(one.desks).toBe(0);
    one.standing = ['a.js#f', 'a.js#g', 'a.js#h', 'b.txt#'].map((unit) => standing(unit));
    expect(await one.asked()).toBe('a.js#h/1');
  });

  it('is not looked through again when it has nothing more', async () => {
    const one = begin('a.js#f', 'a.js#g', 'a.js#h', 'a.js#i', 'a.js#j');
    for (const day of [0, 1]) {
      one.now = noon + day * dayMs;
      await one.answer(wrong);
    }
    one.rows = one.rows.filter(({ row }) => row.row !== 'landed' || row.run === 'run-a.js#f');
    one.now += dayMs;
    const why = 'No prompt can be made about what you owe: f: everything was asked.';
    expect(await one.asked()).toBe(why);
    const looked = one.opened.length;
    expect(await one.asked()).toBe(why);
    expect(one.opened).toHaveLength(looked);
  });

  it('ends at once when the runner leaves', async () => {
    const one = begin('a.js#f', 'a.js#g');
    one.stalls = true;
    const asked = one.asked();
    while (one.desks === 0) await new Promise(setImmediate);
    await Promise.all([one.sitting.close(), expect(asked).rejects.toThrow('No prompt was found so far')]);
    expect(one.opened).toHaveLength(1);
  });

  it('is everything where the record of what was asked is spoiled', async () => {
    const one = begin('a.js#f');
    await one.answer(wrong);
    await one.attempts.close();
    await appendFile(join(comprehensionFolder(commonDir), 'attempts.jsonl'), '{"at":1}\n');
    await one.restart();
    await expect(one.asked()).rejects.toThrow(/attempts\.jsonl/);
    expect(one.opened).toHaveLength(1);
  });
});
