import type { Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Failure, refused } from './ending.ts';
import type { Invocation } from './world.ts';

/** Connects to the runner, starting it where none runs, and closes the connection whatever happens. */
export async function withRunner<T>(
  { connect, folder, signal }: Invocation,
  work: (client: RunnerClient) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const connected = await connect({ folder, start: true, signal });
  if (!connected.ok) return refused(connected.error);
  try {
    return await work(connected.value);
  } finally {
    connected.value.close();
  }
}
