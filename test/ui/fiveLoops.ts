import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleFolder } from './exampleFolder.ts';

/** Writes a note that its check never takes, or takes at once; says what that cost. */
const maker = `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
const [name, text, costUsd] = process.argv.slice(2);
mkdirSync('notes', { recursive: true });
writeFileSync('notes/' + name + '.md', '# ' + name + '\\n\\n' + text + '\\n');
const usage = { type: 'usage', inputTokens: 1000, outputTokens: 100, costUsd: Number(costUsd) };
appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify(usage) + '\\n');
`;

const check = `import { existsSync, readFileSync } from 'node:fs';
const file = 'notes/' + process.argv[2] + '.md';
if (!existsSync(file) || !readFileSync(file, 'utf8').includes('done')) {
  console.log('the note is not done');
  process.exit(1);
}
`;

interface Scene {
  readonly name: string;
  readonly text: string;
  readonly costUsd: number;
  /** What the loop file says beside its maker and its check. */
  readonly rest: string;
}

const reviewed = 'gates:\n  look: { before: deliver }\ndeliver: { as: branch }\n';

/** One loop for each way in which a run can need, or not need, a person. */
const scenes: readonly Scene[] = [
  {
    name: 'gets-nowhere',
    text: 'never gets there',
    costUsd: 0.1,
    rest: `goal:\n  until: checks.note.passed\n  stall: { after: 2 }\n  escalate: [person]\nbudget: { max-iterations: 5 }\n${reviewed}`,
  },
  {
    name: 'buys-much',
    text: 'never gets there',
    costUsd: 0.6,
    rest: `goal:\n  until: checks.note.passed\n  stall: { after: 9 }\nbudget: { max-cost-usd: 1, max-iterations: 9 }\n${reviewed}`,
  },
  {
    name: 'asks-first',
    text: 'is done',
    costUsd: 0.2,
    rest: `goal: checks.note.passed\nbudget: { max-iterations: 5 }\n${reviewed}`,
  },
  {
    name: 'cannot-begin',
    text: 'is done',
    costUsd: 0.1,
    rest: `goal: checks.note.passed\nisolation: { setup: [node work/isNotThere.mjs] }\nbudget: { max-iterations: 5 }\n${reviewed}`,
  },
  {
    name: 'files-notes',
    text: 'is done',
    costUsd: 0.3,
    rest: 'goal: checks.note.passed\nbudget: { max-iterations: 5 }\ndeliver: { as: branch }\n',
  },
];

/** The names of the loops, in the order in which a test starts them. */
export const fiveLoops = scenes.map(({ name }) => name);

const loopText = ({ name, text, costUsd, rest }: Scene): string => `name: ${name}
description: Leaves a note.
on: manual
roles:
  maker: { agent: command, run: 'node work/make.mjs ${name} "${text}" ${costUsd}' }
checks:
  note: node work/check.mjs ${name}
${rest}`;

/** Puts the five loops into an example, committed. */
export async function addFiveLoops(example: ExampleFolder): Promise<void> {
  await mkdir(join(example.path, 'work'));
  await writeFile(join(example.path, 'work', 'make.mjs'), maker);
  await writeFile(join(example.path, 'work', 'check.mjs'), check);
  for (const scene of scenes) {
    await writeFile(join(example.path, '.loops', `${scene.name}.loop.yaml`), loopText(scene));
  }
  await example.git('add', '.loops', 'work');
  await example.git('commit', '--quiet', '--message', 'Five loops');
}
