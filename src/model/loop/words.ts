import * as z from 'zod';
import type { Enforcers } from './fieldMeta.ts';

/** Kinds of text that many fields of a loop file share. */

export const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const userId = /^[a-z][a-z0-9_]*$/;
export const environmentName = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const command = z.string().trim().min(1).max(8192);
export const minutes = z.number().positive().max(10_080);
export const glob = z.string().min(1).max(1024);
export const branchName = z.string().min(1).max(255);
export const expression = z.string().trim().min(1).max(4096);

/**
 * Variables of one command, given to it by these steps. Values may hold `${{ item… }}`: data goes to a command in a
 * variable, never in its text.
 */
export const environmentFor = (...enforcedBy: Enforcers) =>
  z
    .record(z.string().regex(environmentName), z.string().meta({ 'x-loop': { lang: 'template', context: 'item' } }))
    .meta({
      description:
        'Environment variables for this command, beside the few that every command gets. `${{ item.… }}`, `${{ inputs.… }}` and `${{ run.id }}` are filled in.',
      examples: [{ CI: 'true' }],
      'x-loop': { enforcedBy },
    });

/** Most ids of one kind in a loop file. */
export const maxIds = 100;
