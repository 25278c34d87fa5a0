import { describe, expect, it } from 'vitest';
import { answerInPicks } from '../../../src/extension/comprehension/answerInPicks.ts';
import { answerForIt } from '../../../src/extension/comprehension/answeringForIt.ts';
import { debtPrompts } from '../../../src/extension/comprehension/debtPrompts.ts';
import { ExpectedHeads } from '../../../src/extension/comprehension/expectedHeads.ts';
import { expectFirst, surpriseWords } from '../../../src/extension/comprehension/expecting.ts';
import { fileMarks, unitMarks } from '../../../src/extension/comprehension/owedMarks.ts';
import { PromptSitting } from '../../../src/extension/comprehension/promptSitting.ts';
import { askedThread, gradedThread } from '../../../src/extension/comprehension/promptThread.ts';
import { whyWords } from '../../../src/extension/comprehension/whyWords.ts';
import { reviewOf } from '../../../src/extension/review/openReview.ts';
import type { Requests } from '../../../src/extension/runner/requests.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { startLoop } from '../../../src/extension/runs/startLoop.ts';
import type { LandingRecord, OwedUnit } from '../../../src/model/debt.ts';
import type { Ask, Prompt } from '../../../src/model/prompt.ts';
import { err, ok } from '../../../src/model/result.ts';
import { fold } from '../../../src/model/runState.ts';
import { type PromptPage, type PromptPageOf, promptPageSchema } from '../../../src/protocol/promptView.ts';
import type { RunnerParams } from '../../../src/protocol/runner.ts';
import { FakeDesk, ScriptedPerson } from './fakeDesk.ts';
import { changedPath, FakeRunner } from './fakeRunner.ts';

const promptOf = (ask: Ask, more: Partial<Prompt> = {}): Prompt => ({
  ...{ id: 'p1', kind: 'predict-failing-tests', head: 'a'.repeat(40), unit: 'src/a.js#sum', path: 'src/a.js' },
  ...{ side: 'head', line: 7, question: 'Which tests fail with this line?', before: [], after: [], book: 'open' },
  shown: ['  return a - b;'],
  ask,
  ...more,
});

const several: Ask = { by: 'several', options: ['adds two', 'adds none', 'adds many'] };
const sure = 'How sure are you? Picking one answers; the first answer counts.';

describe('an answer in the boxes of VS Code', () => {
  it('is an option, options in their order, or a text, and how sure the person is', async () => {
    const one = new ScriptedPerson('adds none', 'Sure');
    expect(await answerInPicks(promptOf({ by: 'one', options: ['adds two', 'adds none'] }), one)).toEqual({
      given: { by: 'one', option: 1 },
      confidence: 'sure',
    });
    const many = new ScriptedPerson(['adds many', 'adds two'], 'Likely');
    expect(await answerInPicks(promptOf(several), many)).toEqual({
      given: { by: 'several', options: [0, 2] },
      confidence: 'likely',
    });
    expect(many.questions).toEqual(['Which tests fail with this line?', sure]);
    const text = new ScriptedPerson('', '  <= ', 'Guess');
    expect(await answerInPicks(promptOf({ by: 'text', most: 10 }), text)).toEqual({
      given: { by: 'text', text: '<=' },
      confidence: 'guess',
    });
    expect(text.told).toEqual(['Nothing is written yet.']);
  });

  it('is as long as it has to be', async () => {
    const person = new ScriptedPerson('too short', 'x'.repeat(41), 'it adds both of them up', 'Likely');
    const answer = await answerInPicks(promptOf({ by: 'words', least: 20, most: 40 }), person);
    expect(answer?.given).toEqual({ by: 'words', text: 'it adds both of them up' });
    expect(person.told).toEqual(['At least 20 characters.', 'At most 40 characters.']);
  });

  it('is none where the person leaves, be it at how sure they are', async () => {
    expect(await answerInPicks(promptOf(several), new ScriptedPerson([]))).toBeUndefined();
    expect(await answerInPicks(promptOf(several), new ScriptedPerson(['adds two'], undefined))).toBeUndefined();
  });
});

describe('a prompt in the diff', () => {
  const graded = (correct: boolean, more: Partial<PromptPageOf<'graded'>> = {}): PromptPageOf<'graded'> => ({
    show: 'graded',
    prompt: promptOf(several),
    given: { by: 'several', options: correct ? [0, 2] : [1] },
    graded: {
      ...{
        correct,
        credit: correct ? 0.8 : 0,
        key: { by: 'several', options: [0, 2] },
        path: 'src/a.js',
        side: 'head',
      },
      ...{ line: 7, lineText: '  return a + b;', explanation: 'Two tests add numbers.' },
    },
    standing: {
      ...{ about: 'change', holds: correct, canAnswer: !correct, canOverride: !correct, button: 'Land' },
      reason: correct ? 'It may land on main.' : 'Answer another prompt.',
    },
    ...more,
  });

  it('stands at its lines with its options, and can be answered', () => {
    const thread = askedThread({ show: 'question', prompt: promptOf(several), progress: 'Prompt 1', looked: false });
    expect(thread).toMatchObject({ path: 'src/a.js', side: 'head', first: 7, last: 7, context: 'prompt+answer' });
    expect(thread.label).toBe('Which tests fail? Prompt 1');
    expect(thread.said[0]?.text.split('\n')).toEqual([
      ...['Which tests fail with this line?', '', '  return a - b;', ''],
      ...['1) adds two', '2) adds none', '3) adds many'],
    ]);
  });

  it('tells what is right, the line and why after a miss, and goes on to another', () => {
    const thread = gradedThread(graded(false));
    expect(thread).toMatchObject({ label: 'Which tests fail? Missed', context: 'prompt+next' });
    expect(thread.said.slice(1).map(({ author, text }) => `${author}: ${text}`)).toEqual([
      'You: adds none',
      [
        'Loopwright: Missed. Right is: adds two, adds many',
        'src/a.js:7: return a + b;',
        'Two tests add numbers.',
        'The gate is closed. Answer another prompt.',
      ].join('\n'),
    ]);
  });

  it('offers no other once the gate is open', () => {
    const thread = gradedThread(graded(true));
    expect(thread).toMatchObject({ label: 'Which tests fail? Right', context: 'prompt' });
    expect(thread.said.at(-1)?.text).toContain('The gate is open. It may land on main.');
  });

  it('shows no characters that could hide or reorder what it says', () => {
    const prompt = promptOf({ by: 'one', options: ['a\u202eb', 'c\u0000d'] }, { question: 'Which\u2028one?' });
    const { said } = askedThread({ show: 'question', prompt, progress: '', looked: false });
    expect(said[0]?.text).not.toMatch(/[\u202e\u0000\u2028]/);
  });
});

/** What a window keeps, in memory. */
function memento() {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string) => values.get(key) as T | undefined,
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
}

describe('what a person expects of a change before it is shown', () => {
  const of = { run: 'r1', item: 'default' };
  const begin = (...says: ConstructorParameters<typeof ScriptedPerson>) => {
    const runner = new FakeRunner();
    runner.waitingRun('r1');
    const person = new ScriptedPerson(...says);
    const expected = new ExpectedHeads(memento());
    return { runner, person, expected, deps: { link: runner.connect(), dialogs: person, expected } };
  };

  it('is asked once a head, and then it is told what is other', async () => {
    const { runner, person, deps } = begin(['src/tax.js'], 'it rounds');
    await expectFirst(deps, of, 'head-1');
    expect(runner.expected).toEqual([{ paths: ['src/tax.js'], words: 'it rounds' }]);
    expect(person.told).toEqual([
      '1 file touched and not expected; 1 file expected and not touched.',
      ...['It touches, and you did not expect:', `  ${changedPath}`, ''],
      ...['You expected, and it leaves as they are:', '  src/tax.js'],
    ]);
    await expectFirst(deps, of, 'head-1');
    expect(person.questions).toHaveLength(2);
  });

  it('can be skipped, and is not asked again then', async () => {
    const { runner, person, deps, expected } = begin([]);
    await expectFirst(deps, of, 'head-1');
    await expectFirst(deps, of, 'head-1');
    expect(person.questions).toHaveLength(1);
    expect(runner.expected).toEqual([]);
    expect(expected.has(of, 'head-2')).toBe(false);
  });

  it('keeps nobody from reading where it cannot be asked', async () => {
    const { person, deps } = begin();
    await expectFirst(deps, { run: 'gone', item: 'default' }, 'head-1');
    expect([person.questions, person.refusals]).toEqual([[], []]);
  });

  it('is told to be so where nothing is other', () => {
    expect(surpriseWords({ unexpected: [], untouched: [], foreseen: ['a.js'] })).toEqual({
      message: 'It touches what you expected, and nothing else.',
      detail: 'As you expected:\n  a.js',
    });
  });

  it('remembers the newest of many heads', async () => {
    const expected = new ExpectedHeads(memento());
    for (let n = 0; n < 250; n++) await expected.add(of, `head-${n}`);
    expect([expected.has(of, 'head-0'), expected.has(of, 'head-249')]).toEqual([false, true]);
  });
});

describe('landing without understanding', () => {
  const shownIn = (runner: FakeRunner) => {
    const store = new RunStore(fold);
    for (const recorded of runner.runs.get('r1')?.events ?? []) store.take('r1', recorded, '0');
    const shown = reviewOf(store, { run: 'r1', item: 'default' });
    if (shown === undefined) throw new Error('nothing is shown');
    return shown;
  };

  it('takes a reason that says something, and opens the gate for this content, in whose name', async () => {
    const runner = new FakeRunner();
    runner.waitingRun('r1');
    const person = new ScriptedPerson('because', 'The outage is worse than not knowing.');
    expect(shownIn(runner).gate).toMatchObject({ holds: false, canOverride: true });
    expect(await answerForIt({ link: runner.connect(), dialogs: person }, shownIn(runner))).toBe(true);
    expect(person.told).toEqual(['Say why, in 10 characters at least.']);
    const { gate } = shownIn(runner);
    expect(gate).toMatchObject({ holds: true, canOverride: false });
    expect(gate.reason).toContain('answers for it: The outage is worse than not knowing.');
    // Once open there is nothing to override.
    expect(await answerForIt({ link: runner.connect(), dialogs: person }, shownIn(runner))).toBe(false);
    expect(person.told.at(-1)).toContain('There is nothing to override.');
  });

  it('is left by leaving the box', async () => {
    const runner = new FakeRunner();
    runner.waitingRun('r1');
    const person = new ScriptedPerson(undefined);
    expect(await answerForIt({ link: runner.connect(), dialogs: person }, shownIn(runner))).toBe(false);
    expect(runner.asked).not.toContain('override');
  });
});

const owed = (path: string, lines: number, more: Partial<OwedUnit> = {}): OwedUnit => ({
  ...{ unit: `${path}#sum`, path, name: 'sum', lines, weight: 1, evidence: 0, recall: 1, owed: lines },
  ...{ landings: [], why: 'docs wrote it.' },
  ...more,
});

describe('paying back', () => {
  const quiz = (id: string, option: number) => ({
    option,
    prompt: promptOf(
      { by: 'one', options: ['a + b', 'a - b', 'a * b'] },
      { id, kind: 'which-did-it-write', book: 'closed', unit: 'src/a.js#sum', shown: [] },
    ),
  });
  const sitting = (desk: FakeDesk) => {
    const pages: PromptPage[] = [];
    const nothing = () => undefined;
    const sits = new PromptSitting({
      source: debtPrompts(desk),
      show: (page) => pages.push(promptPageSchema.parse(page)),
      ...{ openCode: nothing, land: nothing, override: nothing, close: nothing },
    });
    return { sits, pages };
  };

  it('asks until the day is over, and tells what is owed before and after', async () => {
    const desk = new FakeDesk();
    desk.debts = { me: [owed('src/a.js', 40), owed('b.js', 10)], repository: [] };
    desk.quizzes = [quiz('q1', 0), quiz('q2', 1)];
    const { sits, pages } = sitting(desk);
    await sits.next();
    expect(pages.at(-1)).toMatchObject({ show: 'question', progress: 'Prompt 1 · at most 3 a day' });
    await sits.take({ say: 'answer', prompt: 'q1', given: { by: 'one', option: 2 }, confidence: 'sure' });
    expect(pages.at(-1)).toMatchObject({ graded: { correct: false }, standing: { before: 50, now: 50 } });
    await sits.take({ say: 'next' });
    expect(pages.at(-1)).toMatchObject({ progress: 'Prompt 2 · at most 3 a day' });
    await sits.take({ say: 'answer', prompt: 'q2', given: { by: 'one', option: 1 }, confidence: 'likely' });
    // 40 lines with an evidence of 0.5: 20, and 10 elsewhere.
    expect(pages.at(-1)).toMatchObject({ graded: { credit: 0.5 }, standing: { about: 'debt', before: 50, now: 30 } });
    await sits.take({ say: 'next' });
    expect(pages.at(-1)).toMatchObject({ show: 'nothing', why: 'Three prompts a day are asked at most.' });
  });
});

describe('marks on what is owed', () => {
  const units = [
    owed('src/a.js', 40, { line: 3 }),
    owed('src/a.js', 0, { line: 9 }),
    owed('src/b.js', 250),
    owed('src/c.js', 0.3, { line: 1 }),
    owed('src/d.js', 0),
  ];

  it('are on the files, with at most two characters', () => {
    const marks = fileMarks({ units });
    expect([...marks].map(([path, { badge }]) => [path, badge])).toEqual([
      ['src/a.js', '40'],
      ['src/b.js', '99'],
      ['src/c.js', '1'],
    ]);
    expect(marks.get('src/b.js')?.tooltip).toMatch(/^You owe 250 lines here/);
  });

  it('are on the first line of each unit that stands there', () => {
    expect(unitMarks(units, 'src/a.js')).toEqual([{ line: 3, words: 'You owe 40 lines. docs wrote it.' }]);
    expect(unitMarks(units, 'src/b.js')).toEqual([]);
  });
});

describe('why a line is as it is', () => {
  const record = (more: Partial<LandingRecord> = {}): LandingRecord => ({
    ...{ loop: 'docs', run: 'r1', item: 'default', at: 0, what: 'Adds prices.', why: 'checks.tests.passed' },
    ...{ units: [{ unit: 'a#b', asLanded: true }], takenOut: [], remarks: [], misses: 2 },
    ...more,
  });

  it('is told with what was said of it, and never with what somebody missed', () => {
    const [lines] = whyWords([
      record({ remarks: ['Keep\u202e it'], takenOut: ['never ends'], overridden: 'An outage.' }),
    ]);
    expect(lines?.slice(1)).toEqual([
      ...['What: Adds prices.', 'Why: checks.tests.passed', 'Remark: Keep it', 'Taken out: never ends'],
      'Landed without understanding: An outage.',
    ]);
    expect(lines?.join()).not.toMatch(/miss/);
  });

  it('says that it was changed since, and tells of the newest three', () => {
    const [lines] = whyWords([record({ units: [{ unit: 'a#b', asLanded: false }] })]);
    expect(lines?.[0]).toMatch(/; it was changed since\.$/);
    expect(whyWords([record(), record(), record(), record()])).toHaveLength(3);
  });
});

describe('starting a loop', () => {
  /** A runner whose loop file is not committed and whose person owes too much, until both are answered for. */
  const strict = () => {
    const asked: RunnerParams<'start'>[] = [];
    const link: Requests = {
      request: async (_method, params) => {
        const given = params as RunnerParams<'start'>;
        asked.push(given);
        if (!given.uncommitted) return err({ code: 'uncommitted', message: 'It is not committed.' });
        if (given.despiteDebt === undefined) return err({ code: 'owes-too-much', message: 'You owe 400 lines.' });
        return ok({ run: 'r1' }) as never;
      },
    };
    return { asked, link };
  };
  const what = { file: '.loops/a.loop.yaml', inputs: { n: 1 } };

  it('asks for what it takes, each once, and starts with all of it', async () => {
    const { asked, link } = strict();
    const told: string[] = [];
    const run = await startLoop(link, what, {
      asItStands: async (file) => told.push(file) > 0,
      despiteDebt: async (message) => {
        told.push(message);
        return 'The shop is down.';
      },
    });
    expect(run).toEqual(ok('r1'));
    expect(told).toEqual(['.loops/a.loop.yaml', 'You owe 400 lines.']);
    expect(asked.at(-1)).toEqual({ ...what, uncommitted: true, despiteDebt: 'The shop is down.' });
  });

  it('starts nothing where a question is left', async () => {
    const { asked, link } = strict();
    const leave = { asItStands: async () => false, despiteDebt: async () => undefined };
    expect(await startLoop(link, what, leave)).toBeUndefined();
    expect(await startLoop(link, what, { ...leave, asItStands: async () => true })).toBeUndefined();
    expect(asked.some(({ despiteDebt }) => despiteDebt !== undefined)).toBe(false);
  });

  it('hands on any other refusal, and one that comes again', async () => {
    const link: Requests = { request: async () => err({ code: 'owes-too-much', message: 'Still.' }) };
    const always = { asItStands: async () => true, despiteDebt: async () => 'because' };
    expect(await startLoop(link, what, always)).toEqual(err({ code: 'owes-too-much', message: 'Still.' }));
  });
});
