import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleFolder } from './exampleFolder.ts';

/** What the loop finds to do: one that goes through, one that asks first, one that gets nowhere, one that is not wanted. */
const items = [
  { name: 'a plain note' },
  { name: 'a risky note', risky: true },
  { name: 'a stuck note' },
  { name: 'a dull note', risky: true },
];

const maker = `import { mkdirSync, writeFileSync } from 'node:fs';
const item = process.env.LOOPWRIGHT_ITEM;
mkdirSync('notes', { recursive: true });
const text = item.startsWith('a-stuck') ? 'it does not get there' : 'written down and done';
writeFileSync('notes/' + item + '.md', '# ' + item + '\\n\\n' + text + '\\n');
`;

const check = `import { readdirSync, readFileSync } from 'node:fs';
const notes = readdirSync('notes').map((name) => readFileSync('notes/' + name, 'utf8'));
if (!notes.some((text) => text.includes('done'))) {
  console.log('no note is done');
  process.exit(1);
}
`;

const count = `import { readdirSync } from 'node:fs';
console.log(readdirSync('.').includes('notes') ? readdirSync('notes').length : 0);
`;

const checker = `import { appendFileSync } from 'node:fs';
const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify(line) + '\\n');
say({ type: 'defect', severity: 'low', title: 'The heading is an id', file: 'notes', line: 1 });
say({ type: 'verdict', passed: false });
`;

const loop = `name: write-notes
description: Writes each note that is missing, asks before a risky one, and leaves it on a branch.
on:
  manual:
    inputs:
      place: { type: choice, options: [shelf, desk], default: desk, description: Where the notes go }
      most: { type: number, default: 4, description: Most notes to write }
      really: { type: boolean, default: true, description: Whether to write at all }
  schedule: [{ cron: '0 6 * * 1-5', timezone: UTC }]
items:
  from: { file: work/notes.json }
  key: item.name
  where: inputs.really && inputs.most > 3
roles:
  maker: { agent: command, run: node work/make.mjs }
  checker: { run: node work/checker.mjs }
checks:
  notes: node work/check.mjs
metrics:
  notes: { run: node work/count.mjs, better: higher }
goal:
  until: checks.notes.passed && metrics.notes > 0
  stall: { after: 2 }
  escalate: [person]
budget: { max-iterations: 40 }
gates:
  start: { before: item, when: 'has(item.risky)' }
  look: { before: deliver }
deliver: { as: branch }
`;

/** Puts a loop with items, gates and a schedule into an example, committed. */
export async function addNotesLoop(example: ExampleFolder): Promise<void> {
  await mkdir(join(example.path, 'work'));
  const files = {
    '.loops/write-notes.loop.yaml': loop,
    'work/notes.json': JSON.stringify(items),
    'work/make.mjs': maker,
    'work/check.mjs': check,
    'work/count.mjs': count,
    'work/checker.mjs': checker,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(example.path, path), text);
  await example.git('add', '.loops', 'work');
  await example.git('commit', '--quiet', '--message', 'Write notes');
}
