import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { problemText } from '../../git/problemText.ts';
import { openRepository } from '../../git/repository.ts';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, fail, refused, usageError } from '../ending.ts';
import { whyText } from '../text/debtText.ts';
import { inert } from '../text/inert.ts';
import { paint } from '../text/paint.ts';
import { withRunner } from '../withRunner.ts';

/** `loopwright why <path>[:line]` */
export function registerWhy(program: Command, act: Act): void {
  program
    .command('why')
    .argument('<place>', 'a file, or a line of one: src/total.js:12')
    .description('Tell what the landings that wrote a place were for, and what people said of them')
    .action(
      act<[string], object>(async (invocation, [place]) => {
        const { folder, terminal, json } = invocation;
        const repository = await openRepository(folder);
        if (!repository.ok) return fail(repository.error.code, problemText(repository.error));
        const { path: named, line } = placeOf(place);
        const path = await insideOf(repository.value.root, resolve(folder, named));
        if (path === undefined) return usageError(`${named} is not inside the repository ${repository.value.root}.`);
        return withRunner(invocation, async (client) => {
          const records = await client.request('why', { path, ...(line === undefined ? {} : { line }) });
          if (!records.ok) return refused(records.error);
          if (json) terminal.print(JSON.stringify(records.value));
          else if (records.value.length === 0) terminal.print(`No landing that is known here wrote ${inert(place)}.`);
          else for (const text of whyText(records.value, paint(terminal.colours))) terminal.print(text);
          return ok(exitCodes.done);
        });
      }),
    );
}

/** A colon with a number ends a place; a drive letter of Windows is none. */
function placeOf(place: string): { readonly path: string; readonly line?: number } {
  const [, path = place, line] = /^(.+?):([1-9]\d*)$/.exec(place) ?? [];
  return line === undefined ? { path: place } : { path, line: Number(line) };
}

/** The path from the top of the repository, as git writes it; undefined for one outside. */
async function insideOf(root: string, file: string): Promise<string | undefined> {
  const real = await realpath(file).catch(() => file);
  const inside = relative(await realpath(root), real);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? undefined : inside.split(sep).join('/');
}
