import type { Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';

/** A runner that goes away this often in a row without anything new is not waited for. */
const patience = 3;

interface BridgeOptions<T, E> {
  /** A new connection after one was lost; it may start a runner. */
  readonly reconnect: () => Promise<Result<RunnerClient, E>>;
  /** Grows whenever `work` gets further. */
  readonly progress: () => number;
  /** Goes on where it was; its error `disconnected` asks for another connection. */
  readonly work: (client: RunnerClient) => Promise<Result<T, E>>;
}

/**
 * Does work over one connection after another, so that a runner that dies and one that takes over in the middle are
 * bridged. Closes the connections it makes, not `client`.
 */
export async function bridge<T, E extends { readonly code: string }>(
  client: RunnerClient,
  { reconnect, progress, work }: BridgeOptions<T, E>,
): Promise<Result<T, E>> {
  let current = client;
  let fruitless = 0;
  for (;;) {
    const before = progress();
    const ended = await work(current);
    if (current !== client) current.close();
    if (ended.ok || ended.error.code !== 'disconnected') return ended;
    fruitless = progress() === before ? fruitless + 1 : 0;
    if (fruitless >= patience) return ended;
    const again = await reconnect();
    if (!again.ok) return again;
    current = again.value;
  }
}
