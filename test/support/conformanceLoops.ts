import { join } from 'node:path';

/** A loop of the conformance suite, and what it comes to. */
export interface ConformanceLoop {
  readonly name: string;
  readonly file: string;
  readonly as: 'merge' | 'branch' | 'patch';
  /** Keys of its items, each with the passes that it takes. */
  readonly items: ReadonlyMap<string, number>;
  /** Its check has a report and a red-green proof. */
  readonly proves: boolean;
  /** Roles whose starts are noted, besides the maker. */
  readonly roles: readonly ('explorer' | 'checker')[];
  /** Items of which the explorer reports a finding, and those about which the maker asks a question. */
  readonly finds: readonly string[];
  readonly asks: readonly string[];
}

/** Starts and ends of what agents and checks do, a line each: `start <loop> <item> <role> <iteration>`. */
export const notesFile = (outside: string): string => join(outside, 'notes.log');

const landing = (names: readonly string[]): ConformanceLoop => ({
  name: 'land-each',
  file: '.loops/land-each.loop.yaml',
  as: 'merge',
  items: new Map(names.map((name, index) => [name, index % 2 === 0 ? 2 : 1])),
  proves: false,
  roles: ['explorer', 'checker'],
  finds: names.slice(1, 2),
  asks: names.slice(2, 3),
});

/** Eight items with explorer, maker and checker, each begun and landed by a person, three at once. */
export const landEach = landing(['amber', 'birch', 'cedar', 'dune', 'elm', 'fjord', 'grove', 'heath']);

/** The same with three items. */
export const landThree = landing(['amber', 'birch', 'cedar']);

/** Six items from a file, delivered as branches without a word. */
export const branchEach: ConformanceLoop = {
  name: 'branch-each',
  file: '.loops/branch-each.loop.yaml',
  as: 'branch',
  items: new Map(['one', 'two', 'three', 'four', 'five', 'six'].map((name) => [name, 1])),
  proves: true,
  roles: [],
  finds: [],
  asks: ['two'],
};

/** Six items, delivered as patches; half of them wait at a gate before that. */
export const patchEach: ConformanceLoop = {
  name: 'patch-each',
  file: '.loops/patch-each.loop.yaml',
  as: 'patch',
  items: new Map(['red', 'green', 'blue', 'white', 'grey', 'black'].map((name, index) => [name, 1 + (index % 2)])),
  proves: false,
  roles: ['checker'],
  finds: [],
  asks: [],
};

/** What a merged, published or exported file of an item holds. */
export function grownFile({ name, items }: ConformanceLoop, item: string): string {
  return Array.from({ length: items.get(item) ?? 0 }, (_, index) => `${name} ${item} ${index + 1}\n`).join('');
}

/** The files of the loops, to be committed. `outside` is where they note what they do. */
export function conformanceFiles(outside: string, loops: readonly ConformanceLoop[]): Record<string, string> {
  const note = `>> '${notesFile(outside)}'`;
  return {
    'tools/explore.sh': explore(note),
    'tools/make.sh': make(note),
    'tools/review.sh': review(note),
    'tools/check.sh': check(note),
    ...Object.assign({}, ...loops.map((loop) => filesOf(loop, outside))),
  };
}

function filesOf(loop: ConformanceLoop, outside: string): Record<string, string> {
  const list = [...loop.items].map(([name, passes]) => JSON.stringify({ name, passes }));
  return {
    [`work/${loop.name}.jsonl`]: `${list.join('\n')}\n`,
    [loop.file]: definition(loop, outside),
  };
}

const named = `{ NAME: "\${{ item.name }}" }`;

function definition({ name, as, proves, roles, finds, asks }: ConformanceLoop, outside: string): string {
  const from = as === 'branch' ? `{ file: work/${name}.jsonl }` : `{ run: cat work/${name}.jsonl }`;
  const words = `{ NAME: "\${{ item.name }}", FINDS: "${finds.join(' ')}", ASKS: "${asks.join(' ')}" }`;
  return [
    `name: ${name}`,
    'on: manual',
    `items: { from: ${from}, key: item.name, max: 20, max-parallel: 3 }`,
    'roles:',
    ...(roles.includes('explorer') ? [`  explorer: { agent: command, run: sh tools/explore.sh, env: ${words} }`] : []),
    `  maker: { agent: command, run: sh tools/make.sh, env: ${words} }`,
    ...(roles.includes('checker') ? [`  checker: { agent: command, run: sh tools/review.sh, env: ${named} }`] : []),
    'checks:',
    '  grown:',
    '    run: sh tools/check.sh',
    `    env: { LOOP: ${name}, NAME: "\${{ item.name }}", PASSES: "\${{ item.passes }}" }`,
    ...(proves ? ['    report: { format: tap }', '    red-green: { tests: ["made/tests/**"] }'] : []),
    'goal: checks.grown.passed',
    'budget: { max-iterations: 60, max-cost-usd: 100, per-item: { max-iterations: 6 } }',
    `policy: { allowed-paths: ["made/**"], write: [${JSON.stringify(outside)}] }`,
    ...(as === 'merge' ? ['gates: { worth_it: { before: item } }'] : []),
    ...(as === 'patch' ? ['gates: { grown_much: { before: deliver, when: diff.lines > 1 } }'] : []),
    `deliver: { as: ${as} }`,
    '',
  ].join('\n');
}

const explore = (note: string): string => `step="$LOOPWRIGHT_LOOP $NAME explorer 0"
echo "start $step" ${note}
sleep 0.05
echo '{"type":"usage","inputTokens":7,"outputTokens":3,"costUsd":0.01}' >> "$LOOPWRIGHT_REPORT_FILE"
case " $FINDS " in *" $NAME "*)
  echo '{"type":"finding","key":"about '$NAME'","title":"Something about '$NAME'"}' >> "$LOOPWRIGHT_REPORT_FILE" ;;
esac
echo "end $step" ${note}
`;

/** Adds a line, so that a pass that is done upon its own remains can be told from one that began anew. */
const make = (note: string): string => `step="$LOOPWRIGHT_LOOP $NAME maker $LOOPWRIGHT_ITERATION"
echo "start $step" ${note}
mkdir -p made/tests
test "$LOOPWRIGHT_LOOP" = branch-each && echo "grown" > "made/tests/$NAME.txt"
echo "$LOOPWRIGHT_LOOP $NAME $LOOPWRIGHT_ITERATION" >> "made/$NAME.txt"
sleep 0.08
echo '{"type":"usage","inputTokens":20,"outputTokens":10,"costUsd":0.02}' >> "$LOOPWRIGHT_REPORT_FILE"
echo '{"type":"lesson","text":"Learned of '$NAME'."}' >> "$LOOPWRIGHT_REPORT_FILE"
case "$LOOPWRIGHT_ITERATION $ASKS " in *"1 $NAME "*)
  echo '{"type":"question","text":"What is '$NAME' for?"}' >> "$LOOPWRIGHT_REPORT_FILE" ;;
esac
echo "end $step" ${note}
`;

const review = (note: string): string => `step="$LOOPWRIGHT_LOOP $NAME checker $LOOPWRIGHT_ITERATION"
echo "start $step" ${note}
sleep 0.05
echo '{"type":"usage","inputTokens":5,"outputTokens":2,"costUsd":0.01}' >> "$LOOPWRIGHT_REPORT_FILE"
echo '{"type":"verdict","passed":true}' >> "$LOOPWRIGHT_REPORT_FILE"
echo "end $step" ${note}
`;

/** A test of branch-each is a file: without it nothing is asked. */
const check = (note: string): string => `echo "start $LOOP $NAME check -" ${note}
lines=$(cat "made/$NAME.txt" 2> /dev/null | wc -l)
echo "end $LOOP $NAME check -" ${note}
if [ "$LOOP" = branch-each ] && [ ! -f "made/tests/$NAME.txt" ]; then PASSES=0; fi
if [ "$lines" -ge "$PASSES" ]; then echo "ok 1 - grown"; else echo "not ok 1 - grown"; fi
echo "1..1"
test "$lines" -ge "$PASSES"
`;
