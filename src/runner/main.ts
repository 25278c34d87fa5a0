import './interpretSchemas.ts';
import { mkdir } from 'node:fs/promises';
import { runnerFolder } from '../client/runnerFolder.ts';
import { tryLock } from '../git/lock.ts';
import { problemText } from '../git/problemText.ts';
import { openRepository } from '../git/repository.ts';
import { startRunner } from './runner.ts';

/** `runner.js <folder of the repository> <build>`: one runner a repository; a second one leaves at once. */
async function main(folder: string, build: string): Promise<void> {
  const repository = await openRepository(folder);
  if (!repository.ok) {
    // The last line that a runner leaves is what its client shows.
    console.error(problemText(repository.error));
    process.exit(1);
  }
  const own = runnerFolder(repository.value.commonDir);
  await mkdir(own, { recursive: true, mode: 0o700 });
  const lock = await tryLock(own, 'runner');
  if (lock === undefined) return;
  const { leave } = await startRunner({
    repository: repository.value,
    build,
    programs: __dirname,
    idleMs: idleMs(process.env['LOOPWRIGHT_IDLE_MS']),
    onLeft: () => process.exit(0),
  });
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
}

const tenMinutes = 600_000;

function idleMs(asked: string | undefined): number {
  const wanted = Number(asked);
  return Number.isFinite(wanted) && wanted > 0 ? wanted : tenMinutes;
}

/** Whatever went wrong, the journals are on disk: the next runner goes on from there. */
function die(error: unknown): void {
  console.error(new Date().toISOString(), error);
  process.exit(1);
}

process.on('uncaughtException', die);
process.on('unhandledRejection', die);
delete process.env['ELECTRON_RUN_AS_NODE'];
const [folder = process.cwd(), build = 'unknown'] = process.argv.slice(2);
main(folder, build).catch(die);
