// Prints the entries of a change log that have no spec in specs/ yet, newest first, as items.
//
//   node .loops/tools/changelog.mjs <file or address> [--since 1.4.0]
//
// An entry is a heading that begins with a version or a date, and what stands below it. Entries above the one of --since count,
// without it only the newest: nobody wants specs for what was years ago.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: asked, positionals } = parseArgs({ options: { since: { type: 'string' } }, allowPositionals: true });
const [source] = positionals;

function fail(message) {
  console.error(message);
  process.exit(1);
}

async function read() {
  if (source === undefined) fail('Name the change log: a file of the repository, or its address.');
  if (!/^https?:\/\//.test(source))
    return existsSync(source) ? readFileSync(source, 'utf8') : fail(`There is no ${source}.`);
  const answer = await fetch(source, { signal: AbortSignal.timeout(30_000) });
  return answer.ok ? answer.text() : fail(`${source} answers ${answer.status}.`);
}

const heading = /^#{1,3}\s+\[?(v?\d+(?:\.\d+)+[\w.+-]*|\d{4}-\d{2}-\d{2})\]?/;

/** The entries in the order written. */
function entriesOf(text) {
  const entries = [];
  for (const line of text.split(/\r?\n/)) {
    const version = heading.exec(line)?.[1];
    if (version !== undefined) entries.push({ version, lines: [] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries
    .map(({ version, lines }) => ({ version, text: lines.join('\n').trim() }))
    .filter(({ text }) => text !== '');
}

const entries = entriesOf(await read());
if (entries.length === 0) fail(`${source} has no heading that begins with a version or a date.`);
const known =
  asked.since === undefined
    ? 1
    : entries.findIndex(({ version }) => version.replace(/^v/, '') === asked.since.replace(/^v/, ''));
// A version that is not there may have been taken off the end; then all of what is there is newer.
const fresh = known === -1 ? entries : entries.slice(0, known);
const items = fresh
  .map(({ version, text }) => ({
    key: `${version}@${createHash('sha256').update(text).digest('hex').slice(0, 10)}`,
    version,
    file: `specs/${version.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.md`,
    source,
    text: text.slice(0, 8000),
  }))
  .filter(({ file }) => !existsSync(file));
console.log(JSON.stringify(items, null, 1));
