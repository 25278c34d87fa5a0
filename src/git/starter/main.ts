import { GitFailure } from '../gitFailure.ts';
import { callGitHere } from '../gitProcess.ts';
import type { FailureFacts, Reply, Request } from './messages.ts';

/** Calls under way, so that they can be stopped. */
const underWay = new Map<number, AbortController>();

process.on('message', (request: Request) => {
  if ('stop' in request) underWay.get(request.id)?.abort();
  else void perform(request);
});

async function perform({ id, call }: Extract<Request, { call: unknown }>): Promise<void> {
  const stopper = new AbortController();
  underWay.set(id, stopper);
  try {
    tell({ id, output: await callGitHere({ ...call, signal: stopper.signal }) });
  } catch (error) {
    tell({ id, failure: factsOf(error, call.command) });
  } finally {
    underWay.delete(id);
  }
}

process.send?.('up');

/** Where the runner has gone meanwhile nobody waits for the answer; git has done its work all the same. */
function tell(reply: Reply): void {
  if (process.connected) process.send?.(reply, () => undefined);
}

function factsOf(error: unknown, command: readonly string[]): FailureFacts {
  if (error instanceof GitFailure) {
    const { reason, exitCode, stdout, stderr } = error;
    return { reason, exitCode, stdout, stderr, command: error.command };
  }
  return { reason: 'not-started', exitCode: -1, stdout: '', stderr: String(error), command };
}
