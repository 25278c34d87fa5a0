import { chromium as findChromium } from '../setup/chromium.mjs';

/** Without these, Chromium talks to Google's hosts at start, which a closed network refuses many times a second. */
const quietArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless browser with a profile of its own, which goes when it is closed.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function openBrowser() {
  const executablePath = await findChromium();
  const { chromium } = await import('playwright-core');
  // Chromium's sandbox refuses to start as root; the pages are our own.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...quietArgs, ...asRoot] });
}
