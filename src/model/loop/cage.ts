import * as z from 'zod';
import { commandSteps } from '../commandSteps.ts';
import { environmentName } from './words.ts';

/** The part of a loop's policy that says what its commands and agents may reach. */

/** A name, `*.name`, or either with a port. */
const host = z
  .string()
  .max(253)
  .regex(/^(\*\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:\d{1,5})?$/);

/** Absolute or below the home folder, without `..`, and never a whole disk or home. */
const outsidePath = z
  .string()
  .max(1024)
  .regex(/^(?!.*\/\.\.(\/|$))(~\/|\/)[^/\s].*$/);

export const cageFields = {
  sandbox: z
    .enum(['required', 'preferred', 'off'])
    .default('preferred')
    .meta({
      description:
        'Whether checks, commands and agents run in a cage: only the worktree and a temp folder of their own can be written, the home folder is hidden, no process outlives its step. `required` runs only where a cage works, `preferred` goes on without one and says so on every run, `off` uses none.',
      examples: ['required'],
      'x-loop': { enforcedBy: ['sandbox'] },
    }),
  network: z
    .union([z.enum(['all', 'none']), z.array(host).min(1).max(100)])
    .default('all')
    .meta({
      description:
        'What checks, commands and agents can reach: everything (`all`, the default), nothing (`none`), or these hosts (`*.example.com` is all below it). An agent needs the host of its model. A list of hosts needs sandbox-runtime (`srt`).',
      examples: [['registry.npmjs.org', 'api.anthropic.com'], 'none'],
      'x-loop': { enforcedBy: ['sandbox'] },
    }),
  read: z
    .array(outsidePath)
    .max(100)
    .default([])
    .meta({
      description:
        'Paths that the cage shows beside the usual ones, read-only: what lies in the home folder is hidden otherwise.',
      examples: [['~/.npmrc', '~/.gitconfig']],
      'x-loop': { enforcedBy: ['sandbox'] },
    }),
  write: z
    .array(outsidePath)
    .max(100)
    .default([])
    .meta({
      description:
        'Paths outside the worktree that can be written in the cage, such as the cache of a package manager. What is written there is used by whoever comes next, outside of the cage too.',
      examples: [['~/.cache/pip']],
      'x-loop': { enforcedBy: ['sandbox'] },
    }),
  env: z
    .array(z.string().max(200).regex(environmentName))
    .max(100)
    .default([])
    .meta({
      description:
        'Names of your environment variables that checks, commands and agents get beside the usual ones (PATH, HOME, LANG and the like).',
      examples: [['NPM_TOKEN']],
      'x-loop': { enforcedBy: commandSteps },
    }),
} as const;
