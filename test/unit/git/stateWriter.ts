import { updateState, writeState } from '../../../src/git/stateChain.ts';
import { emptyMemory } from '../../../src/model/memory.ts';

/**
 * A process of the test of the state chain. `update COMMON-DIR LOOP NAME ROUNDS` adds a line a round to the notes through
 * `updateState`; `race …` does it with `writeState` alone, as somebody who takes no turns.
 */
const [mode = '', commonDir = '', loop = '', name = '', rounds = '0'] = process.argv.slice(2);
const authorship = { author: { name, email: `${name}@example.com` }, date: '1700000000 +0000' };

for (let round = 0; round < Number(rounds); round += 1) {
  const line = `${name}-${round}`;
  const updated = await updateState({ commonDir }, loop, {
    message: line,
    authorship,
    change: (old) => {
      const memory = old?.memory ?? emptyMemory(loop);
      return { memory: { ...memory, notes: `${memory.notes}${line}\n` }, document: `${old?.document ?? ''}${line}\n` };
    },
  });
  if (!updated.ok) throw new Error(JSON.stringify(updated.error));
  if (mode !== 'race' || updated.value === undefined) continue;
  // Beside the lock: whoever is first wins, and the other is told.
  const content = { ...updated.value, document: `${updated.value.document}${line}-extra\n` };
  const beside = await writeState(
    { commonDir },
    { loop, expected: updated.value.head, content, message: line, authorship },
  );
  process.stdout.write(beside.ok ? `${line}-extra\n` : '');
  if (!beside.ok && beside.error.code !== 'state-moved' && beside.error.code !== 'locked') {
    throw new Error(JSON.stringify(beside.error));
  }
}
