import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runInHost } from '../../scripts/vscode/hostRunner.mjs';
import type { InHost } from './activationInHost.ts';
import { bareExtension } from './bareExtension.ts';
import { type Bench, figure, median } from './bench.ts';
import { bundleModule, stageExtension } from './packagedExtension.ts';

const mark = 'LOOPWRIGHT_BENCH ';
const hostRuns = 5;

/** Activation in a real extension host, of the extension as it is packaged. */
const bench: Bench = {
  name: 'activation',
  title: `activation of the packaged extension in an extension host at rest, median of ${hostRuns} fresh hosts`,
  async run(context) {
    const extension = await stageExtension(context);
    const entry = join(context.root, 'test', 'bench', 'activationInHost.ts');
    const tests = await bundleModule(entry, join(context.folder, 'timer.js'));
    const workspace = join(context.folder, 'workspace');
    await mkdir(workspace);
    const beside = [bareExtension(context.folder)];
    const times: InHost[] = [];
    for (let run = 1; run <= hostRuns; run += 1) {
      context.log(`activation: host ${run} of ${hostRuns}`);
      times.push(await timeOnce({ extension, tests, workspace, beside }));
    }
    const counted = times.map(({ ours }) => ours.counted);
    const { size } = await stat(join(extension, 'dist', 'extension.js'));
    return [
      figure('activation, as VS Code counts it: code loaded and activate called', median(counted), 'ms', {
        op: '<=',
        value: 40,
      }),
      figure('activation, as VS Code counts it, slowest', Math.max(...counted), 'ms'),
      figure('activation, from asking until it is over', median(times.map(({ ours }) => ours.whole)), 'ms'),
      figure(
        'an extension that does nothing, as VS Code counts it',
        median(times.map((one) => one.bare.counted)),
        'ms',
      ),
      figure('an extension that does nothing, until it is over', median(times.map((one) => one.bare.whole)), 'ms'),
      figure('extension bundle, minified', size / 1024, 'KB', { op: '<=', value: 350 }),
    ];
  },
};
export default bench;

async function timeOnce(host: Parameters<typeof runInHost>[0]): Promise<InHost> {
  const { code, lines } = await runInHost(host);
  const line = lines.find((candidate) => candidate.startsWith(mark));
  if (code !== 0 || !line) throw new Error(`the host ended with code ${code}: ${lines.at(-1)}`);
  return JSON.parse(line.slice(mark.length)) as InHost;
}
