// A stand-in for an agent that looks for the cause: it runs the health check and asks why. It may change nothing.
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, `${JSON.stringify(line)}\n`);
const { stdout } = spawnSync(process.execPath, ['health/check.mjs'], { encoding: 'utf8' });
const [, broken = 'nothing'] = /BROKEN: (.*)/.exec(stdout) ?? [];

say({
  type: 'root-cause',
  text: [
    `1. Why does the health check fail? ${broken}.`,
    '2. Why does that service take no time? durationOf answers 0 for it.',
    '3. Why 0? Its name is not among the durations.',
    '4. Why not? The menu says "Colour " with a space at the end, the durations say "colour".',
    '5. Why does that matter? durationOf compares names by their letters and takes no space away. That is the cause.',
  ].join('\n'),
});
say({ type: 'usage', inputTokens: 3000, outputTokens: 400, costUsd: 0.04 });
console.log('The cause is in src/services.js: names are compared with the spaces around them.');
