import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { answeredSchema, reviewReportSchema } from '../../../src/cli/reviewReport.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import {
  decidedSchema,
  doctorFindingSchema,
  enablingSchema,
  entrySchema,
  failureSchema,
  importedLoopSchema,
  landedSchema,
  ledgerSharedSchema,
  markedSchema,
  noRunnerSchema,
  runnerInstalledSchema,
  runnerStoppedSchema,
  runnerUninstalledSchema,
  runStandingSchema,
  secretSchema,
  startedSchema,
  stateWrittenSchema,
} from '../../../src/model/commandLineShapes.ts';
import { recordedEventSchema } from '../../../src/model/event.ts';
import { reportedProblemSchema } from '../../../src/model/problem.ts';
import { listedRecipeSchema, newLoopSchema } from '../../../src/model/recipeShapes.ts';
import { runDetailSchema, runnerStatusSchema, runSummarySchema } from '../../../src/model/shapes.ts';
import { logHitSchema, toldLineSchema } from '../../../src/model/transcript.ts';
import { runnerRequests } from '../../../src/protocol/runner.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const document = readFileSync(resolve(import.meta.dirname, '../../../docs/command-line.md'), 'utf8');

const shapes: Readonly<Record<string, z.ZodType>> = {
  failure: failureSchema,
  recipes: listedRecipeSchema.array(),
  'new-loop': newLoopSchema,
  problems: reportedProblemSchema.array(),
  imported: importedLoopSchema.array(),
  started: startedSchema,
  event: recordedEventSchema,
  transcript: toldLineSchema,
  hit: logHitSchema,
  runs: runSummarySchema.array(),
  detail: runDetailSchema,
  standing: runStandingSchema,
  review: reviewReportSchema,
  answered: answeredSchema,
  landed: landedSchema,
  marked: markedSchema,
  marks: runnerRequests.reviewMarks.result,
  inbox: runnerRequests.inbox.result,
  entry: entrySchema,
  decided: decidedSchema,
  state: runnerRequests.state.result,
  'state-written': stateWrittenSchema,
  schedule: runnerRequests.schedule.result,
  enabling: enablingSchema,
  costs: runnerRequests.costs.result,
  forecast: runnerRequests.forecast.result,
  stats: runnerRequests.insights.result,
  debt: runnerRequests.debt.result,
  quiz: runnerRequests.quiz.result,
  'ledger-shared': ledgerSharedSchema,
  why: runnerRequests.why.result,
  worktrees: runnerRequests.worktrees.result,
  secret: secretSchema,
  secrets: secretSchema.array(),
  'runner-installed': runnerInstalledSchema,
  'runner-uninstalled': runnerUninstalledSchema,
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

  it('names every command and every option, of sub-commands too', async () => {
    const listed = await commandsIn([]);
    expect(listed.length).toBeGreaterThan(23);
    for (const name of listed) {
      const help = await call(new FakeRunner(), [name, '--help']);
      const subcommands = await commandsIn([name]);
      expect(document).toContain(`## \`loopwright ${name}`);
      for (const sub of subcommands) expect(document).toContain(`## \`loopwright ${name} ${sub}`);
      const helps = await Promise.all(subcommands.map((sub) => call(new FakeRunner(), [name, sub, '--help'])));
      for (const { out } of [help, ...helps]) {
        for (const [, option = ''] of out.matchAll(/(--[a-z-]+)/g)) expect(sectionsOf(name)).toContain(option);
      }
    }
  });
});

async function commandsIn(argv: readonly string[]): Promise<readonly string[]> {
  const { out } = await call(new FakeRunner(), [...argv, '--help']);
  const [, list = ''] = /\nCommands:\n([\s\S]*?)(\n\n|$)/.exec(out) ?? [];
  const names = [...list.matchAll(/^ {2}([a-z-]+)(?: |$)/gm)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'help');
}

/** What the document says of a command and its sub-commands, and of options that are everywhere. */
function sectionsOf(name: string): string {
  const [everywhere = '', ...sections] = document.split(/\n## /);
  const [first = ''] = sections;
  return [
    everywhere,
    first,
    ...sections.filter((section) => new RegExp(`^\`loopwright ${name}[ \`]`).test(section)),
  ].join('\n');
}

it('the loop in README.md is a whole loop without problems', () => {
  const readme = readFileSync(resolve(import.meta.dirname, '../../../README.md'), 'utf8');
  const [, text = ''] = /```yaml\n(name: [\s\S]*?)```/.exec(readme) ?? [];
  const { loop, problems } = parseLoop(text, { path: '.loops/keep-tests-green.loop.yaml' });
  expect(problems).toEqual([]);
  expect(loop?.name).toBe('keep-tests-green');
});
