import { existsSync } from 'node:fs';
import { pricesFile, readPrices } from '../../agents/prices.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { pricesAsOf } from '../../model/listPrices.ts';
import { doubtful, well } from './finding.ts';

/** Which prices hold for agents that tell no cost: the user's own file, if it can be used, over the list. */
export async function pricesFinding(env: Readonly<Record<string, string | undefined>>): Promise<DoctorFinding> {
  const file = pricesFile(env);
  const list = `list prices of ${pricesAsOf}`;
  const { problem } = await readPrices(file);
  if (problem !== undefined) return doubtful('prices', `${problem} Until then the ${list} hold.`);
  return well('prices', existsSync(file) ? `${file}, over the ${list}` : `${list}; your own would be in ${file}`);
}
