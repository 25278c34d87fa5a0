import type { InboxEntry } from '../model/inbox.ts';
import { ok, type Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Failure, misnamed, refused } from './ending.ts';

/** The entry of the inbox that a person names by its id, whole or by the beginning. */
export function pickEntry(entries: readonly InboxEntry[], named: string): Result<InboxEntry, Failure> {
  const begun = named === '' ? [] : entries.filter(({ id }) => id.startsWith(named));
  const only = entries.find(({ id }) => id === named) ?? (begun.length === 1 ? begun[0] : undefined);
  if (only !== undefined) return ok(only);
  if (begun.length > 1) {
    const ids = begun.slice(0, 10).map(({ id }) => `  ${id}`);
    return misnamed(
      'ambiguous-entry',
      `${begun.length} entries begin with “${named}”. Name one of:\n${ids.join('\n')}`,
    );
  }
  return misnamed('unknown-entry', `There is no open entry “${named}”. \`loopwright inbox\` lists them.`);
}

/** {@link pickEntry} over what waits now. */
export async function findEntry(client: RunnerClient, named: string): Promise<Result<InboxEntry, Failure>> {
  const entries = await client.request('inbox', {});
  return entries.ok ? pickEntry(entries.value, named) : refused(entries.error);
}
