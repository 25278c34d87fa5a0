/** How often a terminal's line is told the seconds so far. */
const tickMs = 1000;

/** @param {number} startedAt from performance.now() */
export const secondsSince = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/**
 * Runs one step of the set-up and writes one line about it: what it does, then how long it took.
 * In a terminal the seconds count up meanwhile; in a log the line is begun at once, so that a hang has a name.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const startedAt = performance.now();
  const out = process.stderr;
  const line = () => `${out.isTTY ? '\r' : ''}set-up: ${what} ... `;
  out.write(line());
  const timer = out.isTTY ? setInterval(() => out.write(line() + secondsSince(startedAt)), tickMs) : undefined;
  try {
    const result = await work();
    out.write(`${out.isTTY ? line() : ''}${secondsSince(startedAt)}\n`);
    return result;
  } catch (error) {
    out.write('failed\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
