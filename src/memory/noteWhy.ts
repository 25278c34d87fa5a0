import { type LoopMemory, memoryLimits } from '../model/memory.ts';
import { plainText } from './inertText.ts';

/** The memory with why findings are for a person, by the finding's id. Said again, or of one not known, it changes nothing. */
export function withWhys(memory: LoopMemory, whys: ReadonlyMap<string, string>): LoopMemory {
  const findings = memory.findings.map((finding) => {
    const why = whys.get(finding.id);
    const cut = why === undefined ? undefined : plainText(why, memoryLimits.reason);
    return cut === undefined || cut === finding.why ? finding : { ...finding, why: cut };
  });
  return findings.some((finding, at) => finding !== memory.findings[at]) ? { ...memory, findings } : memory;
}
