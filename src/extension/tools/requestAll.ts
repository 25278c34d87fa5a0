import type { ToolWorld } from '../../client/tools/loopTool.ts';
import { err, ok } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { RunnerReply } from '../../protocol/runner.ts';

/** A repository of the window, as the tools ask it. */
export interface AskedRepository {
  readonly name: string;
  readonly link: Pick<RunnerClient, 'request'>;
}

/**
 * The runners of all repositories of a window as one: a list holds the runs of all, newest first; what is about a run is
 * answered by the runner that has it.
 */
export function requestAll(repositories: () => Promise<readonly AskedRepository[]>): ToolWorld['request'] {
  return async (method, params, signal) => {
    const [first, ...others] = await repositories();
    if (first === undefined) return err({ code: 'no-folder', message: 'No folder with a git repository is open.' });
    let reply = await first.link.request(method, params, signal);
    for (const { link } of others) {
      if (method === 'runs' && reply.ok) {
        const more = await link.request('runs', params as Parameters<typeof link.request<'runs'>>[1], signal);
        if (!more.ok) return more;
        reply = ok(together(reply.value as RunnerReply<'runs'>, more.value, limitIn(params))) as typeof reply;
      } else if (!reply.ok && reply.error.code === 'unknown-run') {
        reply = await link.request(method, params, signal);
      }
    }
    return reply;
  };
}

const limitIn = (params: object): number =>
  'limit' in params && typeof params.limit === 'number' ? params.limit : Number.POSITIVE_INFINITY;

function together(one: RunnerReply<'runs'>, other: RunnerReply<'runs'>, limit: number): RunnerReply<'runs'> {
  const all = [...one.runs, ...other.runs].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  return { runs: all.slice(0, limit), more: one.more || other.more || all.length > limit };
}
