import type { RunnerClient } from '../protocol/client.ts';
import { type Ending, refused } from './ending.ts';
import type { Invocation } from './world.ts';

/** Connects to the runner, starting it where none runs, and closes the connection whatever happens. */
export async function withRunner(
  { connect, folder, signal }: Invocation,
  work: (client: RunnerClient) => Promise<Ending>,
): Promise<Ending> {
  const connected = await connect({ folder, start: true, signal });
  if (!connected.ok) return refused(connected.error);
  try {
    return await work(connected.value);
  } finally {
    connected.value.close();
  }
}
