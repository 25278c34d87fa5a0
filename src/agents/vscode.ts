import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ModelAsk, mostAsked } from '../model/modelAsk.ts';
import type { Adapter, AgentEvent, Turn, TurnOutcome } from './port.ts';
import { AnswerReader } from './vscode/answerFile.ts';
import { postAsk, withdrawAsk } from './vscode/askFile.ts';
import { Heard } from './vscode/heard.ts';

/** Milliseconds between looks at the answer. */
const look = 100;

/**
 * A language model of the editor (VS Code's Language Model API). It is no program: the question stands in a file of the step
 * until the runner, which sees all of a step's files, has it answered by a window and writes the answer beside it. What the
 * turn asks beside its prompt and model no such model can hold to, and the capabilities say so.
 */
export const vscodeAdapter: Adapter = {
  name: 'vscode',
  // Which windows there are only the runner knows; the answer says so where there is none.
  probe: async () => ({ program: 'VS Code', version: 'unknown', auth: 'unknown' }),
  run: (turn, tell, signal) => ask(turn, tell, signal),
};

async function ask(turn: Turn, tell: (event: AgentEvent) => void, signal: AbortSignal): Promise<TurnOutcome> {
  const asked = askOf(turn);
  if (asked === undefined) return tooLong;
  const answer = new AnswerReader(turn.scratch, asked.id);
  const heard = new Heard(asked.id, tell);
  try {
    await postAsk(turn.scratch, asked);
    while (!signal.aborted && !heard.isOver) {
      for (const line of await answer.read()) heard.take(line);
      if (!heard.isOver) await sleep(look, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await withdrawAsk(turn.scratch);
  }
  return heard.outcome();
}

function askOf({ prompt, model, instructions }: Turn): ModelAsk | undefined {
  if (prompt.length > mostAsked) return undefined;
  return {
    id: randomUUID(),
    ...(model === undefined ? {} : { model }),
    ...(instructions === undefined ? {} : { instructions }),
    prompt,
  };
}

const tooLong: TurnOutcome = {
  status: 'limit',
  cause: 'budget',
  detail: `The question has more than ${mostAsked} characters. Shorten the rubric or the prompt, or name another agent.`,
  text: '',
  usage: null,
  denied: 0,
};
