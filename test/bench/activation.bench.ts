import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runInHost } from '../../scripts/vscode/hostRunner.mjs';
import { type Bench, figure, median } from './bench.ts';
import { bundleModule, stageExtension } from './packagedExtension.ts';

const mark = 'LOOPWRIGHT_BENCH ';
const hostRuns = 5;

/** Activation in a real extension host, of the extension as it is packaged. */
const bench: Bench = {
  name: 'activation',
  title: `activation of the packaged extension in the extension host, median of ${hostRuns} fresh hosts`,
  async run(context) {
    const extension = await stageExtension(context);
    const entry = join(context.root, 'test', 'bench', 'activationInHost.ts');
    const tests = await bundleModule(entry, join(context.folder, 'timer.js'));
    const workspace = join(context.folder, 'workspace');
    await mkdir(workspace);
    const times: number[] = [];
    for (let run = 1; run <= hostRuns; run += 1) {
      context.log(`activation: host ${run} of ${hostRuns}`);
      times.push(await timeOnce(extension, tests, workspace));
    }
    const { size } = await stat(join(extension, 'dist', 'extension.js'));
    return [
      figure('activation', median(times), 'ms', { op: '<=', value: 40 }),
      figure('activation, slowest', Math.max(...times), 'ms'),
      figure('extension bundle, minified', size / 1024, 'KB', { op: '<=', value: 350 }),
    ];
  },
};
export default bench;

async function timeOnce(extension: string, tests: string, workspace: string): Promise<number> {
  const { code, lines } = await runInHost({ extension, tests, workspace });
  const line = lines.find((candidate) => candidate.startsWith(mark));
  if (code !== 0 || !line) throw new Error(`the host ended with code ${code}: ${lines.at(-1)}`);
  return JSON.parse(line.slice(mark.length)).milliseconds;
}
