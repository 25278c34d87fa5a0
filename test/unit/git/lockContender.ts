import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock, tryLock } from '../../../src/git/lock.ts';

/**
 * A process of the lock test. `race FOLDER JOURNAL ROUNDS` notes each time it has the lock and each time it gives it up;
 * `hold FOLDER` takes it, says so and waits to be killed.
 */
const [mode = '', folder = '', journal = '', rounds = '0'] = process.argv.slice(2);

async function race(): Promise<void> {
  for (let round = 0; round < Number(rounds); round += 1) {
    const lock = await acquireLock(folder, 'test');
    if (!lock.ok) throw new Error(lock.error.code);
    appendFileSync(journal, `+${process.pid}\n`);
    await sleep(Math.random() * 5);
    if (!readFileSync(journal, 'utf8').endsWith(`+${process.pid}\n`))
      appendFileSync(journal, 'somebody else came in\n');
    appendFileSync(journal, `-${process.pid}\n`);
    await lock.value.release();
  }
}

async function hold(): Promise<void> {
  const lock = await tryLock(folder, 'test');
  process.stdout.write(lock === undefined ? 'refused\n' : 'held\n');
  await sleep(60_000);
}

await (mode === 'race' ? race() : hold());
