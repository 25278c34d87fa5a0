import { runProgram } from '../setup/runProgram.mjs';

const inside = 'ip link set lo up && exec "$@"';

/**
 * What is put before a command so that it and everything that it starts can reach loopback and nothing else: a network
 * namespace, of a user namespace where we are not root. Empty where the system gives none (containers, macOS, Windows);
 * the tests then send whatever heeds a proxy to a port where nobody listens.
 * @returns {Promise<readonly string[]>}
 */
export async function loopbackOnly() {
  if (process.platform !== 'linux') return [];
  const flag = process.getuid?.() === 0 ? '-n' : '-rn';
  const before = ['unshare', flag, 'sh', '-c', inside, 'sh'];
  try {
    await runProgram('unshare', [...before.slice(1), 'true']);
    return before;
  } catch {
    return [];
  }
}
