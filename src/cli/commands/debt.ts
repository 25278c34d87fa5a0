import type { Command } from 'commander';
import { readIdentity } from '../../git/identity.ts';
import { problemText } from '../../git/problemText.ts';
import { openRepository } from '../../git/repository.ts';
import { ok } from '../../model/result.ts';
import { shareLedger } from '../../runner/understanding/shareLedger.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, fail, refused } from '../ending.ts';
import { debtText } from '../text/debtText.ts';
import { paint } from '../text/paint.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly repository?: boolean;
  readonly all?: boolean;
  readonly share?: boolean;
}

/** `loopwright debt` */
export function registerDebt(program: Command, act: Act): void {
  program
    .command('debt')
    .description('Tell what landed that you have not shown to understand, most owed first')
    .option('--repository', 'what nobody has shown to understand, whoever let it land')
    .option('--all', 'list every unit, not the first 20')
    .option('--share', 'copy your ledger of this clone into .loops/comprehension, for you to commit')
    .addHelpText(
      'after',
      '\nSharing copies what you have shown to know and what landed; never answers, misses or how long you took.',
    )
    .action(
      act<[], Options>(async (invocation, _, options) => {
        if (options.share === true) return share(invocation);
        return withRunner(invocation, async (client) => {
          const debt = await client.request('debt', { of: options.repository === true ? 'repository' : 'me' });
          if (!debt.ok) return refused(debt.error);
          const { terminal, json } = invocation;
          if (json) terminal.print(JSON.stringify(debt.value));
          else for (const line of debtText(debt.value, options, paint(terminal.colours))) terminal.print(line);
          return ok(exitCodes.done);
        });
      }),
    );
}

async function share({ folder, terminal, json }: Invocation): Promise<Ending> {
  const repository = await openRepository(folder);
  if (!repository.ok) return fail(repository.error.code, problemText(repository.error));
  const person = await readIdentity(repository.value);
  if (!person.ok) return fail(person.error.code, problemText(person.error));
  const shared = await shareLedger(repository.value, person.value.email);
  if (shared === undefined) {
    return fail(
      'no-ledger',
      'There is nothing to share yet: nothing has landed here, and you have answered no prompt.',
    );
  }
  const { file, rows } = shared;
  if (json) terminal.print(JSON.stringify(shared));
  else terminal.print(`${rows} ${rows === 1 ? 'row' : 'rows'} in ${file}.\nnext: git add ${file} && git commit`);
  return ok(exitCodes.done);
}
