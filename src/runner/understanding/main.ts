import { constants, setPriority } from 'node:os';
import { TreeCodeReading } from '../../parsing/code/treeCodeReading.ts';
import { packedGrammars } from '../../parsing/packedGrammars.ts';
import { toProgramSchema } from './messages.ts';
import { PromptDesks } from './promptDesks.ts';

/**
 * The program `prompts`: makes prompts about changes and grades answers. A person waits for it now and then, agents and their
 * checks do not; so it stands back.
 */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const desks = new PromptDesks(TreeCodeReading.open(packedGrammars(__dirname)), (message) => {
  // The runner is gone: nobody hears it.
  if (process.connected) process.send?.(message);
});
process.on('message', (message) => desks.hear(toProgramSchema.parse(message)));
// It is of no use without the runner, whose commands end by themselves.
process.on('disconnect', () => process.exit());
