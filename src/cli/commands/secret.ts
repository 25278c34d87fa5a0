import type { Command } from 'commander';
import { findRepository, whyNoRepository } from '../../client/repositoryFolders.ts';
import { ok, type Result } from '../../model/result.ts';
import { removeSecret, secretNames, setSecret } from '../../runner/triggers/secrets.ts';
import type { Act } from '../act.ts';
import { exitCodes, type Failure, fail, misnamed } from '../ending.ts';
import type { Invocation } from '../world.ts';

/** `loopwright secret set|list|remove`. Needs no runner. A value is never an argument and never printed. */
export function registerSecret(program: Command, act: Act): void {
  const secret = program.command('secret').description('Secrets of webhooks, kept in this repository for you alone');
  secret
    .command('set')
    .argument('<name>', 'as the loop names it')
    .description('Keep a secret; its value is read from standard input')
    .addHelpText('after', '\nExample: openssl rand -hex 32 | loopwright secret set FLAKY_HOOK_SECRET')
    .action(
      act<[string]>(async (invocation, [name]) => {
        const commonDir = await commonDirOf(invocation);
        if (!commonDir.ok) return commonDir;
        const value = await readValue(invocation, name);
        if (invocation.signal.aborted) return ok(exitCodes.interrupted);
        if (value === undefined || value === '') return fail('no-value', 'No value was given. Nothing was changed.');
        const kept = await setSecret(commonDir.value, name, value);
        if (!kept.ok) return fail('secret', kept.error);
        return tell(invocation, { name }, `Kept ${name}.`);
      }),
    );
  secret
    .command('list')
    .description('List the names of the secrets that are set')
    .action(
      act(async (invocation) => {
        const commonDir = await commonDirOf(invocation);
        if (!commonDir.ok) return commonDir;
        const names = await secretNames(commonDir.value);
        const none = 'No secret is set. Set one with: loopwright secret set <name>';
        return tell(
          invocation,
          names.map((name) => ({ name })),
          names.length === 0 ? none : names.join('\n'),
        );
      }),
    );
  secret
    .command('remove')
    .argument('<name>', 'name of a secret')
    .description('Forget a secret')
    .action(
      act<[string]>(async (invocation, [name]) => {
        const commonDir = await commonDirOf(invocation);
        if (!commonDir.ok) return commonDir;
        const names = await secretNames(commonDir.value);
        if (!names.includes(name)) {
          return misnamed('unknown-secret', `No secret ${name} is set. \`loopwright secret list\` tells which are.`);
        }
        await removeSecret(commonDir.value, name);
        return tell(invocation, { name }, `Forgot ${name}.`);
      }),
    );
}

async function commonDirOf({ folder }: Invocation): Promise<Result<string, Failure>> {
  const found = await findRepository(folder);
  if (found !== undefined) return ok(found.commonDir);
  return misnamed('not-a-repository', await whyNoRepository(folder, 'Go to one, or name one with -C.'));
}

const readValue = ({ terminal, signal }: Invocation, name: string): Promise<string | undefined> =>
  terminal.interactive ? terminal.askHidden(`Value of ${name} (it is not shown): `, signal) : terminal.readInput();

function tell({ terminal, json }: Invocation, value: unknown, words: string): ReturnType<typeof ok<0>> {
  terminal.print(json ? JSON.stringify(value) : words);
  return ok(exitCodes.done);
}
