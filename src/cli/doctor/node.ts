import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { broken, well } from './finding.ts';

/** The oldest Node that the programs run on; `engines` in package.json says the same. */
const oldest = [20, 19] as const;

/** @param version as `process.versions.node` has it */
export function nodeFinding(version: string): DoctorFinding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  if (isNewEnough) return well('node', `Node ${version}`);
  return broken('node', `Node ${version} is too old. Install Node ${oldest.join('.')} or newer.`);
}
