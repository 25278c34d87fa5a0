// Does one turn in a process of its own, to be killed in the middle of it. Run by Node 24, which reads TypeScript.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { adapterOf } from '../../../src/agents/drive/adapters.ts';
import { OwnProcesses } from '../../../src/agents/drive/processStarter.ts';

const file = process.argv[2] ?? '';
const { agent, turn } = JSON.parse(readFileSync(file, 'utf8'));
const processes = new OwnProcesses({ ledgerFile: join(dirname(file), 'children.jsonl') });
const outcome = await adapterOf(agent).run(turn, () => undefined, new AbortController().signal, processes);
console.log(JSON.stringify(outcome));
