import { cp, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundle } from '../../scripts/build/bundle.mjs';
import { runInHost } from '../../scripts/vscode/hostRunner.mjs';
import { type Bench, type BenchContext, figure, median } from './bench.ts';

const mark = 'LOOPWRIGHT_BENCH ';
const hostRuns = 5;

/** Activation in a real extension host, of the extension as it is packaged. */
const bench: Bench = {
  name: 'activation',
  title: `activation of the packaged extension in the extension host, median of ${hostRuns} fresh hosts`,
  async run(context) {
    const extension = await stageExtension(context);
    const tests = await buildTimer(context);
    const workspace = join(context.folder, 'workspace');
    await mkdir(workspace);
    const times: number[] = [];
    for (let run = 1; run <= hostRuns; run += 1) {
      context.log(`activation: host ${run} of ${hostRuns}`);
      times.push(await timeOnce(extension, tests, workspace));
    }
    const { size } = await stat(join(extension, 'dist', 'extension.js'));
    return [
      figure('activation', median(times), 'ms', { op: '<=', value: 100 }),
      figure('activation, slowest', Math.max(...times), 'ms'),
      figure('extension bundle, minified', size / 1024, 'KB', { op: '<=', value: 1536 }),
    ];
  },
};
export default bench;

/** The extension as a package has it: manifest and minified programs. */
async function stageExtension({ root, folder }: BenchContext): Promise<string> {
  const stage = join(folder, 'extension');
  await mkdir(stage);
  for (const entry of ['package.json', 'media', 'syntaxes', 'schemas', 'language-configuration.json']) {
    await cp(join(root, entry), join(stage, entry), { recursive: true }).catch(ignoreAbsent);
  }
  await bundle({ forPackage: true, dist: join(stage, 'dist') });
  return stage;
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

async function buildTimer({ root, folder }: BenchContext): Promise<string> {
  const outfile = join(folder, 'timer.js');
  const entry = join(root, 'test', 'bench', 'activationInHost.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', external: ['vscode'] });
  return outfile;
}

async function timeOnce(extension: string, tests: string, workspace: string): Promise<number> {
  const { code, lines } = await runInHost({ extension, tests, workspace });
  const line = lines.find((candidate) => candidate.startsWith(mark));
  if (code !== 0 || !line) throw new Error(`the host ended with code ${code}: ${lines.at(-1)}`);
  return JSON.parse(line.slice(mark.length)).milliseconds;
}
