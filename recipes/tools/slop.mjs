// Finds what hurried work leaves behind in code that changed lately: debug output, swallowed errors, code in comments,
// silenced checks, skipped tests, notes to oneself.
//
//   node .loops/tools/slop.mjs                   items: a file that changed in the last 14 days and has such lines, each
//   node .loops/tools/slop.mjs --days 30         the same of a longer time
//   FILE=src/a.js node .loops/tools/slop.mjs --count   how many such lines this file has; 0 where it is gone
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: asked } = parseArgs({
  options: { days: { type: 'string', default: '14' }, count: { type: 'boolean' } },
});

const code = /\.(js|mjs|cjs|jsx|ts|mts|cts|tsx|py|go|rs|java|kt|rb|php|cs)$/;

/** Each sign is a reason to look, not a verdict: the loop is done when there are fewer, not when there are none. */
const signs = [
  ['note to oneself', /(\/\/|#|\/\*)\s*(TODO|FIXME|XXX|HACK)\b/],
  ['debug output', /^\s*(console\.(log|debug|dir)\(|debugger\b|dbg!\(|binding\.pry|breakpoint\(\)|var_dump\()/],
  ['swallowed error', /catch\s*(\([^)]*\))?\s*\{\s*\}|except[^:]*:\s*pass\b/],
  ['code in a comment', /^\s*(\/\/|#)\s*(const|let|var|if|for|while|return|import|def|class|func|fn)\b.*[;:{)]\s*$/],
  [
    'silenced check',
    /eslint-disable|biome-ignore|@ts-(ignore|nocheck)|#\s*(type:\s*ignore|noqa)|\bas any\b|@SuppressWarnings/,
  ],
  ['skipped test', /\b(it|test|describe)\.(skip|only|todo)\(|\bx(it|describe)\(|@pytest\.mark\.skip|#\[ignore\]/],
  ['comment that tells the steps', /^\s*(\/\/|#)\s*(step \d|first,|next,|then,|now we|finally,)/i],
];

/** The lines of one file that show a sign, with which. */
function signsIn(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    const sign = signs.find(([, pattern]) => text.length < 2000 && pattern.test(text))?.[0];
    return sign === undefined ? [] : [{ line: index + 1, sign, text: text.trim().slice(0, 160) }];
  });
}

/** Code, and not the tools of loops: this very list of signs would be found by itself. */
const isOurs = (file) => code.test(file) && !file.startsWith('.loops/');

const git = (...args) => execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

if (asked.count) {
  const file = process.env.FILE ?? '';
  console.log(existsSync(file) ? signsIn(file).length : 0);
} else {
  const log = git('log', `--since=${asked.days}.days`, '--name-only', '--format=', '-z', '--no-renames');
  const changed = [...new Set(log.split(/[\0\n]/))].filter((file) => isOurs(file) && existsSync(file));
  const items = changed
    .map((file) => ({ file, signs: signsIn(file) }))
    .filter((one) => one.signs.length > 0)
    .sort((a, b) => b.signs.length - a.signs.length || a.file.localeCompare(b.file))
    // The content is part of the key: a file that was worked on is taken up again only once it has changed.
    .map((one) => ({
      key: `${one.file}@${git('hash-object', '--', one.file).slice(0, 10)}`,
      file: one.file,
      count: one.signs.length,
      signs: one.signs
        .slice(0, 40)
        .map(({ line, sign, text }) => `${line}: ${sign}: ${text}`)
        .join('\n'),
    }));
  console.log(JSON.stringify(items, null, 1));
}
