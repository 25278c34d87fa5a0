import * as z from 'zod';
import { reportFormatSchema } from '../testReport.ts';
import { branchName, command, environmentFor, glob, minutes } from './words.ts';

export const checkSchema = z.strictObject({
  run: command.meta({
    description:
      'The command. It runs in the worktree with the shell; exit code 0 passes, anything else fails. Read from the base commit, so an agent cannot change it.',
    examples: ['npm test'],
    'x-loop': { lang: 'shell', enforcedBy: ['check'] },
  }),
  'timeout-minutes': minutes.default(15).meta({
    description:
      'The command is stopped, with all it started, after this long, and the check fails. Minutes; default 15.',
    examples: [15],
    'x-loop': { enforcedBy: ['check'] },
  }),
  env: environmentFor('check').default({}),
  repeat: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(1)
    .meta({
      description: 'How many times it runs; it passes only if every run passes. Default 1.',
      examples: [3],
      'x-loop': { enforcedBy: ['check', 'engine'] },
    }),
  flaky: z
    .enum(['fail', 'quarantine'])
    .default('fail')
    .meta({
      description:
        'What a test is that passes in one run and fails in another of the same files: a failure (`fail`, the default), or set apart with a finding in the inbox (`quarantine`). It needs `repeat`.',
      examples: ['quarantine'],
      'x-loop': { enforcedBy: ['engine'] },
    }),
  report: z
    .strictObject({
      format: reportFormatSchema.meta({
        description: 'What the report is written in.',
        examples: ['junit'],
        'x-loop': { enforcedBy: ['check'] },
      }),
      file: z
        .string()
        .min(1)
        .max(1024)
        .optional()
        .meta({
          description: 'Where the command writes it, from the top of the worktree. Default: what it prints.',
          examples: ['reports/junit.xml'],
          'x-loop': { enforcedBy: ['check'] },
        }),
    })
    .optional()
    .meta({
      description:
        'Where to read which tests failed. Without this, the output is looked at for a report. Exit code and report must both say that it passed.',
      examples: [{ format: 'junit', file: 'reports/junit.xml' }],
    }),
  'red-green': z
    .strictObject({
      tests: z
        .array(glob)
        .min(1)
        .max(50)
        .meta({
          description: 'The files that are tests.',
          examples: [['test/**']],
          'x-loop': { lang: 'glob', enforcedBy: ['weave', 'check'] },
        }),
      base: branchName.optional().meta({
        description:
          'What the change is compared with: always the base of the run, so it names the same as `isolation.base`, or is left out.',
        examples: ['main'],
        'x-loop': { enforcedBy: ['language'] },
      }),
    })
    .optional()
    .meta({
      description:
        'A proof in four runs: the old tests pass on the old sources, the new tests fail on the old sources, and both pass on the new ones. The check passes only with the whole proof.',
      examples: [{ tests: ['test/**'] }],
    }),
});

export const metricSchema = z.strictObject({
  run: command.meta({
    description: 'A command that measures. It runs in the worktree with the shell.',
    examples: ['node scripts/coverage.mjs'],
    'x-loop': { lang: 'shell', enforcedBy: ['measure'] },
  }),
  parse: z
    .union([
      z.literal('number'),
      z.strictObject({
        json: z
          .string()
          .min(1)
          .max(500)
          .meta({
            description: 'Path into the JSON that it prints.',
            examples: ['total.lines.pct'],
            'x-loop': { enforcedBy: ['measure'] },
          }),
      }),
    ])
    .default('number')
    .meta({
      description: 'How to read its output: the `number` that it prints (the default), or a path into its JSON.',
      examples: ['number', { json: 'total.lines.pct' }],
      'x-loop': { enforcedBy: ['measure'] },
    }),
  better: z
    .enum(['higher', 'lower'])
    .meta({ description: 'Which way is better.', examples: ['higher'], 'x-loop': { enforcedBy: ['engine'] } }),
  ratchet: z
    .boolean()
    .default(false)
    .meta({
      description:
        'Whether only the best is kept: a pass that makes it worse is thrown away and the next begins from the best. Default: no.',
      examples: [true],
      'x-loop': { enforcedBy: ['discard'] },
    }),
  'timeout-minutes': minutes.default(15).meta({
    description: 'The command is stopped after this long, and there is no value. Minutes; default 15.',
    examples: [15],
    'x-loop': { enforcedBy: ['measure'] },
  }),
  env: environmentFor('measure').default({}),
});
