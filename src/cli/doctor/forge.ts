import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { well } from './finding.ts';
import { foundOnPath } from './onPath.ts';

/** The programs that pull requests are opened and CI runs are asked with. A loop that needs none runs without. */
export async function forgeFinding(env: Readonly<Record<string, string | undefined>>): Promise<DoctorFinding> {
  return well('forge', forgeText(await foundOnPath(['gh', 'glab'], env)));
}

export function forgeText(found: readonly string[]): string {
  if (found.length > 0) return `on PATH: ${found.join(', ')}`;
  return 'neither gh nor glab is on PATH: pull requests are kept as text, and CI runs cannot be asked about';
}
