import type { TestReport } from '../model/testReport.ts';
import { readNodeSpec } from './nodeSpec.ts';
import type { TellPassed } from './tally.ts';
import { readTap } from './tap.ts';

/** Whether an output has a line that begins TAP. */
export const hasTapVersion = (text: string): boolean => /^TAP version 1[34]\s*$/m.test(text);

/** `node --test`, whichever of its two reporters printed: the choice depends on Node's version and on the terminal. */
export const readNodeTest = (text: string, root?: string, tellPassed?: TellPassed): TestReport | undefined =>
  hasTapVersion(text) ? readTap('node', text, root, tellPassed) : readNodeSpec(text, root, tellPassed);
