import type { Cage } from '../../../src/model/cage.ts';
import { type Cell, type Command, cagesOf } from '../../../src/sandbox/cages.ts';

/** What somebody else's cages say, asked by a process of theirs: a question as JSON in, the answer as JSON out. */
export interface Question {
  readonly cage: Cage;
  readonly cell?: Cell;
  readonly command?: Command;
}

async function main(): Promise<void> {
  const { cage, cell, command } = JSON.parse(process.argv[2] ?? '') as Question;
  const cages = cagesOf(process.env);
  const standing = await cages.standing(cage);
  const wrapped = cell === undefined || command === undefined ? undefined : await cages.wrap(cage, cell, command);
  process.stdout.write(JSON.stringify({ standing, wrapped }));
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exit(1);
});
