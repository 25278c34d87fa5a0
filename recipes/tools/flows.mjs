// Runs the user flows that .loops/flows.json lists.
//
//   node .loops/tools/flows.mjs                    items: one for each flow that fails, with what it printed
//   FLOW=checkout node .loops/tools/flows.mjs --only   runs one flow; its exit code says whether it passes
//
// A flow is { "id": "checkout", "title": "A visitor buys one book", "run": "node flows/checkout.mjs", "why": "…" }. Its command
// does what a user does, through the outer surface of the program, and exits with 0 where the user gets what they came for.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const list = '.loops/flows.json';

function fail(message) {
  console.error(message);
  process.exit(2);
}

/** The flows, each with an id and a command; ends the program where the list cannot be read. */
function readFlows() {
  let flows;
  try {
    flows = JSON.parse(readFileSync(list, 'utf8'));
  } catch (error) {
    fail(`${list} cannot be read: ${error.message}`);
  }
  if (!Array.isArray(flows)) fail(`${list} has to be a list of flows.`);
  const ids = new Set();
  for (const { id, run } of flows) {
    if (typeof id !== 'string' || typeof run !== 'string') fail(`Every flow in ${list} needs an \`id\` and a \`run\`.`);
    if (ids.has(id)) fail(`${list} has two flows ${id}.`);
    ids.add(id);
  }
  return flows;
}

const flows = readFlows();
const perform = ({ run }) => spawnSync(run, { shell: true, encoding: 'utf8', timeout: 300_000 });

if (process.argv.includes('--only')) {
  const id = process.env.FLOW ?? '';
  const flow = flows.find((one) => one.id === id) ?? fail(`${list} has no flow ${id}.`);
  const { status, stdout, stderr } = perform(flow);
  process.stdout.write(`${stdout}${stderr}`);
  process.exit(status ?? 1);
}

if (flows.length === 0) console.error(`${list} lists no flow yet. Add what users do, one flow at a time.`);
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
for (const flow of flows) {
  const { status, stdout, stderr } = perform(flow);
  if (status === 0) continue;
  const { id, title = id, why = '' } = flow;
  const output = `${stdout ?? ''}${stderr ?? ''}`.slice(-4000);
  // A flow that fails is looked at once for each state of the code.
  console.log(JSON.stringify({ key: `${id}@${commit.slice(0, 12)}`, flow: id, title, why, run: flow.run, output }));
}
