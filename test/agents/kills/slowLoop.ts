import type { TestedAgent } from '../agentWorld.ts';
import type { ModelCall, Plan } from '../mocks/index.ts';

/** Where the loop of these tests lies. */
export const slowLoop = '.loops/slow-maker.loop.yaml';

/** How many turns its maker needs; each pass adds one file. */
export const turns = 3;

/** A loop whose maker is a real agent that takes its time. Nothing but Node is needed. */
export function slowLoopFiles(agent: TestedAgent, sandbox: 'preferred' | 'required'): Record<string, string> {
  const model = agent === 'claude' ? 'model: claude-sonnet-4-5, ' : '';
  return {
    'made/0.txt': '0\n',
    'tools/check.mjs': [
      "import { readdirSync } from 'node:fs';",
      "const made = readdirSync('made');",
      "console.log('made:', made.join(' '));",
      `process.exit(made.length > ${turns} ? 0 : 1);`,
    ].join('\n'),
    [slowLoop]: [
      'name: slow-maker',
      'on: manual',
      `roles: { maker: { agent: ${agent}, ${model}prompt: Make the next file. } }`,
      'checks: { made: node tools/check.mjs }',
      'goal: { until: checks.made.passed, stall: { after: 9 } }',
      'budget: { max-iterations: 8, max-tokens: 100000000 }',
      `policy: { allowed-paths: ["made/**"], sandbox: ${sandbox} }`,
    ].join('\n'),
  };
}

/** One turn: commands and an edit that are answered over seconds, and a slow last word. */
const turn = (number: number): Plan => [
  { do: 'shell', command: 'sleep 1' },
  { do: 'write', path: `made/${number}.txt`, content: `${number}\n` },
  { do: 'shell', command: 'sleep 1.5' },
  { do: 'slow', words: 20, everyMs: 100 },
];

/** Model calls of one turn. */
export const callsOfTurn = turn(1).length;

/** The one conversation of a run: the maker goes on with its session. */
export const conversation: Plan = Array.from({ length: turns }, (_, index) => turn(index + 1)).flat();

/** Whether the newest call is one in the middle of a turn: the first has come in, and the last is not answered yet. */
export function isInTurn(calls: readonly ModelCall[]): boolean {
  const newest = calls.findLast(({ aside }) => !aside);
  if (newest === undefined) return false;
  const isLast = newest.asked.position % callsOfTurn === callsOfTurn - 1;
  return !isLast || newest.served === undefined;
}
