import type { Gate } from '../model/loop/gates.ts';
import { expressionWords } from './goalWords.ts';

/** What a gate asks of whom, a line each. */
export function gateWords(gate: Gate): readonly string[] {
  const { when, approvers, approvals, 'timeout-hours': hours, 'on-timeout': then, comprehension } = gate;
  const people = approvals === 1 ? 'one person' : `${approvals} different people`;
  const who = approvers === undefined ? 'anybody who can use this repository' : approvers.join(', ');
  return [
    when === undefined ? 'asks always' : `asks only when ${expressionWords(when)}`,
    `waits for ${people}: ${who}`,
    ...(comprehension === undefined
      ? []
      : [
          `whoever lets it through answers up to ${comprehension.questions} ${comprehension.questions === 1 ? 'prompt' : 'prompts'} about the change, ${comprehension.pass} right at the first attempt`,
        ]),
    hours === undefined ? 'waits for ever' : `after ${hours} ${hours === 1 ? 'hour' : 'hours'}: ${then}`,
  ];
}
