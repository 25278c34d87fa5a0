import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answerTo } from '../../../scripts/demo/person.mjs';
import { answeredSchema, reviewReportSchema } from '../../../src/cli/reviewReport.ts';
import {
  doctorFindingSchema,
  landedSchema,
  noRunnerSchema,
  runStandingSchema,
} from '../../../src/model/commandLineShapes.ts';
import { recordedEventSchema } from '../../../src/model/event.ts';
import type { Prompt } from '../../../src/model/prompt.ts';
import { runDetailSchema, runnerStatusSchema, runSummarySchema } from '../../../src/model/shapes.ts';
import { RealCli } from './realCli.ts';

/** Real processes on a real copy of the example: generous, because machines are busy. */
const patience = 240_000;
const loop = 'keep-tests-green';

const cleanedSchema = z.strictObject({
  removed: z.array(z.string()),
  kept: z.array(z.strictObject({ run: z.string(), why: z.string() })),
});

async function withExample(work: (cli: RealCli) => Promise<void>): Promise<void> {
  const cli = await RealCli.create();
  try {
    await work(cli);
  } finally {
    await cli.remove();
  }
}

async function expectNothingLeft(cli: RealCli): Promise<void> {
  expect(noRunnerSchema.parse(await cli.json(['runner', 'status']))).toEqual({ running: false });
  if (process.platform !== 'win32') expect(await cli.processes()).toEqual([]);
}

/** Fits the prompt, and is not right: all tests never fail, and what is in the head is not what is gone. */
function wrongAnswer(prompt: Prompt | undefined): string {
  const ask = prompt?.ask;
  if (ask?.by === 'several') return ask.options.map((_, index) => index + 1).join(',');
  if (ask?.by === 'text') return 'nothing_of_it';
  throw new Error(`No prompt of this loop is answered like this: ${JSON.stringify(prompt)}`);
}

describe('before anything runs', () => {
  let cli: RealCli;
  beforeAll(async () => {
    cli = await RealCli.create();
  }, patience);
  afterAll(() => cli.remove(), patience);

  it('validates with exit codes 0, 1 and 2', { timeout: patience }, async () => {
    expect(await cli.call(['validate'])).toMatchObject({ exit: 0, out: '1 loop file: no problems.\n' });
    await cli.write('broken.loop.yaml', 'name: Broken\non: manual\n');
    expect((await cli.call(['validate', 'broken.loop.yaml'])).exit).toBe(1);
    expect((await cli.call(['validate', 'none.loop.yaml'])).exit).toBe(2);
    expect((await cli.call(['validate', '--nonsense'])).exit).toBe(2);
  });

  it('suggests near names and starts no runner for them', { timeout: patience }, async () => {
    expect((await cli.call(['run', 'keep-test-green'])).err).toContain(`Did you mean “${loop}”?`);
    expect((await cli.call(['shwo'])).err).toContain('Did you mean show?');
    expect(noRunnerSchema.parse(await cli.json(['runner', 'status'])).running).toBe(false);
  });

  it('is examined by doctor, which leaves no runner behind', { timeout: patience }, async () => {
    const findings = doctorFindingSchema.array().parse(await cli.json(['doctor']));
    // What is installed on this machine beside Loopwright may have something to say.
    const ours = findings.filter(({ name, agent }) => agent === undefined && name !== 'sandbox');
    expect(ours.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'git',
        'node',
        'repository',
        'identity',
        'runner',
        'data folder',
        'worktrees',
        'agents',
        'sandbox',
        'loops',
      ]),
    );
    await expect.poll(() => cli.json(['runner', 'status']), { timeout: 20_000 }).toEqual({ running: false });
  });

  it('is no repository elsewhere, and says so', { timeout: patience }, async () => {
    const { exit, err } = await cli.call(['runs', '-C', cli.folder]);
    expect(exit).not.toBe(0);
    expect(err).toContain('git init');
  });
});

it('a run that is watched with --json, rejected and cleaned leaves the branch as it was', { timeout: patience }, () =>
  withExample(async (cli) => {
    const before = await cli.git('rev-parse', 'HEAD');
    const watched = await cli.call(['run', `.loops/${loop}.loop.yaml`, '--wait', '--json']);
    expect(watched.exit).toBe(3);
    const events = watched.out
      .trim()
      .split('\n')
      .map((line) => recordedEventSchema.parse(JSON.parse(line)));
    expect(events.map(({ seq }) => seq)).toEqual([...events.keys()]);
    expect(events.at(-1)?.event.type).toBe('signal.awaited');
    const again = await cli.call(['logs', 'latest', '--json']);
    expect(again.out).toBe(watched.out);
    expect((await cli.call(['logs', loop])).out).toMatch(/== iteration 1, check tests ==\n[\s\S]*# pass 12/);

    const rejected = runStandingSchema.parse(await cli.json(['reject', 'latest', '--reason', 'not this way']));
    const { run } = rejected;
    expect(runDetailSchema.parse(await cli.json(['show', run]))).toMatchObject({
      status: 'rejected',
      reason: /not this way/,
    });
    expect((await cli.call(['land', run])).exit).toBe(1);
    expect(cleanedSchema.parse(await cli.json(['clean'])).kept).toMatchObject([{ run }]);
    expect(cleanedSchema.parse(await cli.json(['clean', run, '--force']))).toEqual({ removed: [run], kept: [] });
    expect(await cli.git('rev-parse', 'HEAD')).toBe(before);
    expect((await cli.git('branch', '--list', 'loops/*')).trim()).toBe('');
    expect((await cli.call(['runner', 'stop'])).exit).toBe(0);
    await expectNothingLeft(cli);
  }),
);

// Windows has no SIGINT to send to another process.
it.skipIf(process.platform === 'win32')('Ctrl-C leaves a watched run alone; stop ends it', { timeout: patience }, () =>
  withExample(async (cli) => {
    const left = await cli.call(['run', loop, '--wait'], {
      watch: (child, printed) => {
        if (printed.includes('before the first pass')) child.kill('SIGINT');
      },
    });
    expect(left.exit).toBe(130);
    expect(left.err).toContain('loopwright stop ');
    const [run] = runSummarySchema.array().parse(await cli.json(['runs']));
    expect(['running', 'waiting']).toContain(run?.status);
    expect(runStandingSchema.parse(await cli.json(['stop', 'latest']))).toMatchObject({
      run: run?.id,
      status: 'stopped',
    });
    expect((await cli.call(['runner', 'stop'])).exit).toBe(0);
    await expectNothingLeft(cli);
  }),
);

it('the whole way: run, watch, read, answer, land once', { timeout: patience }, () =>
  withExample(async (cli) => {
    await cli.write('README.md', `${await cli.read('README.md')}A line of mine.\n`);
    await cli.write('notes.txt', 'mine\n');
    await cli.write('src/later.js', 'export {};\n');
    await cli.git('add', 'src/later.js');
    const [status, base] = [await cli.git('status', '--porcelain'), (await cli.git('rev-parse', 'HEAD')).trim()];

    const watched = await cli.call(['run', loop, '--wait']);
    expect(watched.exit).toBe(3);
    expect(watched.out).toMatch(/✗ tests[\s\S]*iteration 1[\s\S]*✓ tests[\s\S]*next: loopwright review /);

    const [summary] = runSummarySchema.array().parse(await cli.json(['runs']));
    const run = summary?.id ?? '';
    const detail = runDetailSchema.parse(await cli.json(['show', run.slice(0, -2)]));
    expect(detail).toMatchObject({ id: run, status: 'waiting', base, understanding: { holds: false } });
    expect(detail.change?.files.map(({ path }) => path)).toEqual(['src/booking.js']);

    const early = await cli.call(['land', run]);
    expect(early).toMatchObject({ exit: 1, out: '' });
    expect(early.err).toContain(`loopwright review ${run}`);

    // The runner leaves in the middle, and the next command starts another one.
    const { pid } = runnerStatusSchema.parse(await cli.json(['runner', 'status']));
    expect((await cli.call(['runner', 'stop'])).exit).toBe(0);
    const report = reviewReportSchema.parse(await cli.json(['review', run], 3));
    expect(report.outline.files).toMatchObject([
      {
        file: { path: 'src/booking.js', added: 1, removed: 1 },
        units: [{ name: 'overlaps', kind: 'function', lines: 2 }],
      },
    ]);
    expect(runnerStatusSchema.parse(await cli.json(['runner', 'status'])).pid).not.toBe(pid);

    // A miss brings another prompt; the answer to it is found by who reads the diff and tries things out.
    const wrong = wrongAnswer(report.prompt);
    const missed = await cli.json(['review', run, '--prompt', report.prompt?.id ?? '', '--answer', wrong], 3);
    expect(answeredSchema.parse(missed)).toMatchObject({ answer: { correct: false }, understanding: { wrong: 1 } });
    let answers = 0;
    const reviewed = await cli.call(['review', run], {
      answer: (printed) => {
        if (printed.split('Your answer').length - 1 <= answers) return undefined;
        answers += 1;
        return answerTo(printed, cli.repository);
      },
    });
    expect(reviewed.exit).toBe(0);
    expect(answers).toBe(1);
    expect(reviewed.out).toMatch(/Right\.[\s\S]*The gate holds\.[\s\S]*next: loopwright land /);

    const { commit } = landedSchema.parse(await cli.json(['land', run]));
    expect((await cli.git('rev-parse', 'refs/heads/main')).trim()).toBe(commit);
    expect((await cli.git('log', '--format=%P', '-1')).trim()).toBe(base);
    const trailers = await cli.git('log', '-1', '--format=%(trailers:only,unfold)');
    expect(trailers.trim().split('\n')).toEqual([
      `Loop: ${loop}`,
      `Loop-Run: ${run}`,
      `Loop-Definition: ${detail.definition}`,
      'Understood-by: You <you@example.com> (1 of 2 prompts)',
      'Checks: tests passed',
    ]);
    expect(await cli.git('status', '--porcelain')).toBe(status);
    expect(await cli.read('notes.txt')).toBe('mine\n');
    expect(await cli.read('src/booking.js')).toContain('a.start < b.end && b.start < a.end');

    const second = await cli.call(['land', run]);
    expect(second).toMatchObject({ exit: 1, out: '' });
    expect(second.err).toContain(`delivered already as ${commit}`);
    expect((await cli.git('rev-parse', 'HEAD')).trim()).toBe(commit);

    // With green tests there is nothing to do.
    const green = await cli.call(['run', loop, '--wait']);
    expect(green).toMatchObject({ exit: 0, out: expect.stringContaining('nothing to do') });

    expect((await cli.call(['clean'])).exit).toBe(0);
    expect((await cli.git('worktree', 'list', '--porcelain')).match(/^worktree /gm)).toHaveLength(1);
    expect((await cli.git('branch', '--list', 'loops/*')).trim()).toBe('');
    const worktrees = join(cli.folder, 'data', 'worktrees');
    for (const repository of await readdir(worktrees)) expect(await readdir(join(worktrees, repository))).toEqual([]);
    expect((await cli.call(['runner', 'stop'])).exit).toBe(0);
    await expectNothingLeft(cli);
  }),
);
