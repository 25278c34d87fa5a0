import { slug } from '../model/loop/words.ts';
import type { Item } from './completionItem.ts';
import { literal } from './completionItem.ts';

/** A whole loop to begin with. `${n:…}` are places to fill in, in the snippet syntax of the Language Server Protocol. */
interface Starter {
  readonly label: string;
  readonly about: string;
  /** The name where the file gives none. */
  readonly name: string;
  readonly body: (name: string) => string;
}

const starters: readonly Starter[] = [
  {
    label: 'loop',
    about: 'A whole small loop: a person starts it, it changes code until a check passes, and a person lands it.',
    name: 'keep-tests-green',
    body: (name) => `name: ${name}
on: manual
roles:
  maker:
    agent: \${2|claude,codex,auto|}
    prompt: \${3:Fix the failing tests. Do not edit test files.}
checks:
  tests: \${4:npm test}
goal: checks.tests.passed
budget: { max-iterations: \${5:5}, max-cost-usd: \${6:2} }
gates:
  understand: { before: merge, comprehension: { questions: 1, pass: 1 } }
$0`,
  },
  {
    label: 'loop without a model',
    about:
      'A whole loop that needs no coding agent and costs nothing: `repair` tries small edits of JavaScript or TypeScript where the failing tests point, and a person lands what passes.',
    name: 'keep-tests-green',
    body: (name) => `name: ${name}
on: manual
roles:
  maker: { agent: repair }
checks:
  tests: \${2:npm test}
goal: checks.tests.passed
budget: { max-iterations: \${3:3}, timeout-minutes: \${4:10} }
policy:
  allowed-paths: [\${5:src/**}]
  protected-paths: [\${6:test/**}]
gates:
  understand: { before: merge, comprehension: { questions: 1, pass: 1 } }
$0`,
  },
  {
    label: 'loop on a schedule, with items',
    about:
      'A loop that starts by itself, finds units of work with a command of yours, does each in a branch of its own and opens draft pull requests.',
    name: 'fix-flaky-tests',
    body: (name) => `name: ${name}
on:
  schedule:
    - cron: "\${2:0 6 * * 1-5}"
      timezone: \${3:UTC}
items:
  from: { run: \${4:node scripts/find-work.mjs --json} }
  key: item.\${5:id}
  max: \${6:3}
roles:
  maker:
    agent: \${7|claude,codex,auto|}
    prompt: |
      \${8:Do what this item asks, and nothing else}: \\\${{ item.\${5:id} }}
checks:
  tests: \${9:npm test}
goal: checks.tests.passed
budget:
  max-cost-usd: 10
  timeout-minutes: 120
  per-item: { max-iterations: 4, max-cost-usd: 3 }
  per-day: { max-runs: 1, max-cost-usd: 10 }
deliver: { as: pull-request, draft: true }
$0`,
  },
  {
    label: 'loop that only reports',
    about: 'A loop that looks, changes nothing and writes a report: an explorer alone, every morning.',
    name: 'morning-triage',
    body: (name) => `name: ${name}
on:
  schedule:
    - cron: "\${2:0 7 * * 1-5}"
      timezone: \${3:UTC}
roles:
  explorer:
    agent: \${4|claude,codex,auto|}
    prompt: \${5:Look at what changed since yesterday. Report what a person should see, with file and line.}
budget:
  timeout-minutes: 20
  max-cost-usd: 1
  per-day: { max-runs: 1, max-cost-usd: 1 }
deliver: { as: report }
$0`,
  },
];

/** Whole loops for a file that is still empty, named as the file is. */
export function starterLoops(path: string | undefined): readonly Item[] {
  const own = nameOfFile(path);
  return starters.map(({ label, about, name, body }) => ({
    label,
    kind: 'snippet',
    insert: body(own === undefined ? `\${1:${name}}` : literal(own)),
    detail: 'a whole loop',
    documentation: `${about}\n\n\`\`\`yaml\n${plain(body(own ?? name))}\`\`\``,
    preferred: true,
  }));
}

/** The same as plain text, with the values that the snippets propose, and with the name of the loop that is given. */
export function starterTexts(own: string | undefined): readonly { readonly label: string; readonly text: string }[] {
  return starters.map(({ label, name, body }) => ({ label, text: plain(body(own ?? name)) }));
}

/** The loop's name as the name of its file says it; undefined where that could not be one. */
export function nameOfFile(path: string | undefined): string | undefined {
  const name = /(?:^|[\\/])([^\\/]+)\.loop\.yaml$/.exec(path ?? '')?.[1];
  return name !== undefined && slug.test(name) && name.length <= 60 ? name : undefined;
}

/** A snippet with its places filled in with what they propose. */
const plain = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\([$}\\])/g, '$1');
