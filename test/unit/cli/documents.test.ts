import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { answeredSchema, reviewReportSchema } from '../../../src/cli/reviewReport.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import {
  doctorFindingSchema,
  failureSchema,
  landedSchema,
  noRunnerSchema,
  runnerStoppedSchema,
  runStandingSchema,
  startedSchema,
} from '../../../src/model/commandLineShapes.ts';
import { recordedEventSchema } from '../../../src/model/event.ts';
import { reportedProblemSchema } from '../../../src/model/problem.ts';
import { runDetailSchema, runnerStatusSchema, runSummarySchema } from '../../../src/model/shapes.ts';
import { runnerRequests } from '../../../src/protocol/runner.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const document = readFileSync(resolve(import.meta.dirname, '../../../docs/command-line.md'), 'utf8');

const shapes: Readonly<Record<string, z.ZodType>> = {
  failure: failureSchema,
  problems: reportedProblemSchema.array(),
  started: startedSchema,
  event: recordedEventSchema,
  runs: runSummarySchema.array(),
  detail: runDetailSchema,
  standing: runStandingSchema,
  review: reviewReportSchema,
  answered: answeredSchema,
  landed: landedSchema,
  cleaned: runnerRequests.clean.result,
  runner: runnerStatusSchema,
  'no-runner': noRunnerSchema,
  'runner-stopped': runnerStoppedSchema,
  doctor: doctorFindingSchema.array(),
};

const examples = [...document.matchAll(/<!-- shape: ([\w-]+) -->\n```json\n([\s\S]*?)```/g)];

describe('docs/command-line.md', () => {
  it('shows an example of every shape, and no JSON of unknown shape', () => {
    expect(examples.map(([, name]) => name).sort()).toEqual(Object.keys(shapes).sort());
    expect(document.match(/```json/g)).toHaveLength(examples.length);
  });

  it.each(examples.map(([, name = '', text = '']) => [name, text] as const))(
    '%s is as its schema says',
    (name, text) => {
      expect(shapes[name]?.safeParse(JSON.parse(text)).error?.message).toBeUndefined();
    },
  );

  it('names every command and every option', async () => {
    const { out } = await call(new FakeRunner(), ['--help']);
    const commands = [...out.matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map(([, name = '']) => name);
    const listed = commands.filter((name) => name !== 'help' && name !== 'loopwright');
    expect(listed.length).toBeGreaterThan(11);
    for (const name of listed) {
      expect(document).toContain(`## \`loopwright ${name}`);
      const help = await call(new FakeRunner(), [name, '--help']);
      for (const [, option = ''] of help.out.matchAll(/(--[a-z]+)/g)) expect(document).toContain(option);
    }
  });
});

it('the loop in README.md is a whole loop without problems', () => {
  const readme = readFileSync(resolve(import.meta.dirname, '../../../README.md'), 'utf8');
  const [, text = ''] = /```yaml\n(name: [\s\S]*?)```/.exec(readme) ?? [];
  const { loop, problems } = parseLoop(text, { path: '.loops/keep-tests-green.loop.yaml' });
  expect(problems).toEqual([]);
  expect(loop?.name).toBe('keep-tests-green');
});
