import type { RepairCheck } from './spec.ts';
import type { Workbench } from './workbench.ts';

/** Runs the checks exactly as the engine does, unwatched; the name of the first that fails, or undefined when all pass. */
export async function firstFailing(bench: Workbench, checks: readonly RepairCheck[]): Promise<string | undefined> {
  for (const check of checks) {
    const timeoutMs = check.timeoutSeconds * 1000;
    const { outcome } = await bench.run({ shell: check.run }, { env: check.env, timeoutMs, watching: 'nothing' });
    if (outcome.code !== 0) return check.id;
  }
  return undefined;
}
