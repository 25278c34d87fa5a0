// `node scripts/icon/draw.mjs`: media/icon.png from icon.svg beside this, drawn by the browser that the ui tests use.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { dependencies } from '../setup/dependencies.mjs';
import { openBrowser } from '../vscode/browser.mjs';

const size = 128;

await dependencies();
const svg = await readFile(new URL('icon.svg', import.meta.url), 'utf8');
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: size, height: size } });
await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
await page.screenshot({ path: join(root, 'media', 'icon.png'), omitBackground: true });
await browser.close();
