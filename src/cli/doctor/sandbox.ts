import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { cagesOf } from '../../sandbox/cages.ts';
import { doubtful, well } from './finding.ts';

/** What every loop prefers, and one that may reach a host. */
const cage = { sandbox: 'preferred', read: [], write: [], env: [] } as const;

/** Whether commands and agents can be kept in a cage here: makes one and tries to get out of it. */
export async function sandboxFinding(env: Readonly<Record<string, string | undefined>>): Promise<DoctorFinding> {
  const cages = cagesOf(env);
  const files = await cages.standing({ ...cage, network: 'none', read: [], write: [], env: [] });
  if (!files.ok) return doubtful('sandbox', files.error);
  const { by, lacks } = files.value;
  if (lacks !== undefined) {
    return doubtful(
      'sandbox',
      `No cage, so loops with \`sandbox: required\` do not run, and others run without: ${lacks}`,
    );
  }
  const hosts = await cages.standing({ ...cage, network: ['example.com'], read: [], write: [], env: [] });
  const limited = hosts.ok ? hosts.value.lacks : hosts.error;
  return well('sandbox', `${by} holds; ${limited === undefined ? 'the network can be limited to hosts' : limited}`);
}
