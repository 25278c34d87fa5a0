// Finds what documents say that is not true of the repository any more: links and paths to files that are not there, and
// package scripts and make targets that nobody can run.
//
//   node .loops/tools/docDrift.mjs                      items: one for each document with such places
//   FILE=README.md node .loops/tools/docDrift.mjs --only    exit code 0 when this document has none; prints them otherwise
//   node .loops/tools/docDrift.mjs --count              how many there are, over all documents
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const scripts = new Set(Object.keys(JSON.parse(read('package.json') || '{}').scripts ?? {}));
const targets = new Set([...read('Makefile').matchAll(/^([\w.-]+)\s*:(?!=)/gm)].map(([, target]) => target));

const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0');
// A change log tells of what once was, so it may name what is gone.
const documents = tracked.filter(
  (file) => /\.(md|mdx)$/i.test(file) && !/(^|\/)(CHANGELOG|HISTORY)\b|^\.loops\//i.test(file),
);
const folders = new Set(tracked.filter((file) => file.includes('/')).map((file) => file.split('/', 1)[0]));

/** A link is from the folder of its document, a path in the text from there or from the top. */
const isThere = (document, path) =>
  path === '' || [posix.join(dirname(document), path), path].some((one) => existsSync(decoded(one)));

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function driftIn(document) {
  let inBlock = false;
  return read(document)
    .split('\n')
    .flatMap((text, index) => {
      if (/^\s*(```|~~~)/.test(text)) inBlock = !inBlock;
      return [...linksIn(document, text, inBlock), ...pathsIn(document, text), ...commandsIn(text)].map((what) => ({
        line: index + 1,
        what,
      }));
    });
}

function linksIn(document, text, inBlock) {
  if (inBlock) return [];
  const links = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(([, link]) =>
    link.replace(/[#?].*$/, ''),
  );
  const own = links.filter((link) => !/^([a-z][\w+.-]*:|\/)/i.test(link));
  return own.filter((link) => !isThere(document, link)).map((link) => `a link to ${link}, which is not there`);
}

/** Only what begins with a folder of the repository and ends like a file: anything else may be an example. */
function pathsIn(document, text) {
  const paths = [...text.matchAll(/`((?:\.\/)?[\w.-]+(?:\/[\w.-]+)+\.\w{1,5})(?::\d+)?`/g)].map(([, path]) => path);
  const own = paths.filter((path) => folders.has(path.replace(/^\.\//, '').split('/', 1)[0]));
  return own.filter((path) => !isThere(document, path)).map((path) => `the path ${path}, which is not there`);
}

function commandsIn(text) {
  const gone = [...text.matchAll(/\b(?:npm run|pnpm run|yarn run)\s+([\w:.-]+)/g)]
    .filter(([, script]) => scripts.size > 0 && !scripts.has(script.replace(/[.:]$/, '')))
    .map(([, script]) => `the script ${script}, which package.json does not have`);
  const make = [...text.matchAll(/`make ([\w.-]+)`/g)]
    .filter(([, target]) => targets.size > 0 && !targets.has(target))
    .map(([, target]) => `the target ${target}, which the Makefile does not have`);
  return [...gone, ...make];
}

const shown = ({ line, what }) => `line ${line}: ${what}`;

if (process.argv.includes('--only')) {
  const file = process.env.FILE ?? '';
  const found = driftIn(file);
  for (const one of found) console.log(`${file}:${one.line}: ${one.what}`);
  process.exit(found.length === 0 && existsSync(file) ? 0 : 1);
}

const all = documents.map((file) => ({ file, found: driftIn(file) })).filter(({ found }) => found.length > 0);
if (process.argv.includes('--count')) console.log(all.reduce((sum, { found }) => sum + found.length, 0));
else {
  for (const { file, found } of all) {
    const places = found.map(shown).join('\n');
    const fingerprint = createHash('sha256').update(places).digest('hex').slice(0, 10);
    console.log(
      JSON.stringify({ key: `${file}@${fingerprint}`, file, count: found.length, places: places.slice(0, 6000) }),
    );
  }
}
