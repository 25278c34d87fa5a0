// Whether a draft of a spec can be decided on: all sections are there and filled, every acceptance criterion can be tested, and
// nothing is left for later.
//
//   FILE=specs/1-5-0.md node .loops/tools/checkSpec.mjs
import { existsSync, readFileSync } from 'node:fs';

const file = process.env.FILE ?? '';
if (!existsSync(file)) {
  console.log(`There is no ${file || 'file, and FILE names none'}.`);
  process.exit(1);
}
const text = readFileSync(file, 'utf8');
const problems = [];

const sections = new Map();
for (const part of text.split(/^## /m).slice(1)) {
  const [title = '', ...lines] = part.split('\n');
  sections.set(title.trim().toLowerCase(), lines.join('\n').trim());
}
for (const title of ['Why', 'What changes', 'Out of scope', 'Acceptance', 'Open questions', 'Source']) {
  const body = sections.get(title.toLowerCase());
  if (body === undefined) problems.push(`There is no section “## ${title}”.`);
  else if (body === '')
    problems.push(`The section “${title}” is empty. Where there is nothing to say, write “None.” and why.`);
}

const criteria = (sections.get('acceptance') ?? '').split('\n').filter((line) => /^(\d+\.|-)\s/.test(line));
if (criteria.length < 2) problems.push('“Acceptance” needs a list of at least two criteria.');
for (const line of criteria) {
  if (!/\bwhen\b/i.test(line) || !/\bthen\b/i.test(line))
    problems.push(`This criterion needs a “when” and a “then”: ${line}`);
}
for (const [, left] of text.matchAll(/\b(TODO|TBD|FIXME|lorem ipsum)\b/gi)) problems.push(`“${left}” is left in it.`);
if (text.split('\n').length > 200)
  problems.push('It has more than 200 lines. Nobody approves what they did not read: split it.');

for (const problem of problems) console.log(problem);
process.exit(problems.length === 0 ? 0 : 1);
