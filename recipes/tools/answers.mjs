// Compares a port with its reference on recorded cases, module by module. .loops/port.json says how:
//
//   { "reference": "python3 reference/answer.py", "port": "node port/answer.mjs", "cases": ".loops/port-cases" }
//
// <cases>/<module>.jsonl holds one case a line. Both commands find the module's name in MODULE, get the cases on standard
// input, and print one line for each. A case is ported when both print the same.
//
//   node .loops/tools/answers.mjs                    items: one for each module with an answer that differs
//   MODULE=dates node .loops/tools/answers.mjs --only    exit code 0 when all answers of this module are the same
//   node .loops/tools/answers.mjs --count            how many answers differ, over all modules
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const settings = JSON.parse(readFileSync('.loops/port.json', 'utf8'));

const linesOf = (text) => text.split('\n').filter((line) => line.trim() !== '');

function answersOf(command, module, cases) {
  const env = { ...process.env, MODULE: module };
  const { status, stdout, stderr, error } = spawnSync(command, { shell: true, encoding: 'utf8', env, input: cases });
  return { ok: status === 0, lines: linesOf(stdout ?? ''), problem: error?.message ?? (stderr ?? '').slice(-1000) };
}

/** Where the port answers otherwise than the reference. */
function differences(module) {
  const text = readFileSync(`${settings.cases}/${module}.jsonl`, 'utf8');
  const cases = linesOf(text);
  const wanted = answersOf(settings.reference, module, text);
  if (!wanted.ok || wanted.lines.length !== cases.length) {
    // Without the reference there is nothing to compare with, and no number would be true.
    console.error(
      `The reference gives ${wanted.lines.length} answers to ${cases.length} cases of ${module}. ${wanted.problem}`,
    );
    process.exit(2);
  }
  const got = answersOf(settings.port, module, text);
  const all = cases.map((input, index) => ({
    input,
    wanted: wanted.lines[index],
    got: got.lines[index] ?? '(no answer)',
  }));
  const differing = all.filter((one) => one.wanted !== one.got);
  return {
    differing,
    cases: cases.length,
    fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 10),
    problem: got.problem,
  };
}

const modules = readdirSync(settings.cases)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.replace(/\.jsonl$/, ''))
  .sort();
const shown = ({ input, wanted, got }) => `case ${input}: the reference says ${wanted}, the port says ${got}`;

if (process.argv.includes('--only')) {
  const { differing, cases, problem } = differences(process.env.MODULE ?? '');
  for (const one of differing.slice(0, 10)) console.log(shown(one));
  if (differing.length > 0 && problem !== '') console.log(problem);
  console.log(`${cases - differing.length} of ${cases} answers are the same.`);
  process.exit(differing.length === 0 ? 0 : 1);
}

const results = modules.map((module) => ({ module, ...differences(module) }));
if (process.argv.includes('--count')) console.log(results.reduce((sum, { differing }) => sum + differing.length, 0));
else {
  for (const { module, differing, cases, fingerprint } of results) {
    if (differing.length === 0) continue;
    const first = differing.slice(0, 5).map(shown).join('\n');
    // New cases make it a new item; a module that was ported is not taken up again otherwise.
    console.log(JSON.stringify({ key: `${module}@${fingerprint}`, module, cases, differing: differing.length, first }));
  }
}
