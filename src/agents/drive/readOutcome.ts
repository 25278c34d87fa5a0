import { openPlain } from '../report/openPlain.ts';
import { type DriveOutcome, driveOutcomeSchema } from './outcome.ts';
import { outcomeFile } from './spec.ts';

/** More is no outcome of ours. */
const longestOutcome = 1024 * 1024;

/** What the driver wrote; undefined where there is nothing, or nothing that is one. Never rejects. */
export async function readOutcome(directory: string): Promise<DriveOutcome | undefined> {
  const handle = await openPlain(outcomeFile(directory));
  if (typeof handle === 'string') return undefined;
  try {
    if ((await handle.stat()).size > longestOutcome) return undefined;
    const parsed = driveOutcomeSchema.safeParse(JSON.parse(await handle.readFile('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}
