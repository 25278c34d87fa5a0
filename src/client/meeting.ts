import type { Refusal } from '../protocol/runner.ts';
import type { Party } from './build.ts';

/** A runner of another version was found, and not replaced. */
export interface Meeting {
  /** `older`: it understands us and is used; `older-protocol` and `newer-protocol`: it cannot be. */
  readonly how: 'older' | 'older-protocol' | 'newer-protocol';
  readonly runner: Party;
  readonly client: Party;
}

/** Which of both is which, in a sentence. */
export function meetingWords({ how, runner, client }: Meeting): string {
  if (how === 'older') return `The runner is ${runner.build}, older than this window's ${client.build}.`;
  const which = how === 'older-protocol' ? 'older' : 'newer';
  return `The runner is ${runner.build} and speaks protocol ${runner.protocol}, ${which} than this window's ${client.protocol} (${client.build}).`;
}

/** Why a runner that was found cannot be used as it is. */
export const olderProtocol = (meeting: Meeting): Refusal => ({
  code: 'runner-older',
  message: `${meetingWords(meeting)} Restart the runner: what it runs goes on and is taken over.`,
});
