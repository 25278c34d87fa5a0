import { capabilitiesOf, drivenAgents } from '../../model/agents.ts';
import { capabilityRows } from '../../model/capabilityRows.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { table } from '../text/table.ts';

/** What each agent that was found can do, a line each, with an empty one after; nothing where none was found. */
export function capabilityTable(findings: readonly DoctorFinding[]): readonly string[] {
  const found = drivenAgents.filter((agent) => findings.some((one) => one.name === agent && one.agent !== undefined));
  if (found.length === 0) return [];
  const head = [{ text: '' }, ...found.map((agent) => ({ text: agent }))];
  const rows = capabilityRows.map(([words, tell]) => [
    { text: words },
    ...found.map((agent) => ({ text: tell(capabilitiesOf[agent]) })),
  ]);
  return [...table([head, ...rows]), ''];
}
