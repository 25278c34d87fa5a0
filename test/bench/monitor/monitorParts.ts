import { join } from 'node:path';
import type { BenchContext } from '../bench.ts';
import { bundleModule } from '../packagedExtension.ts';

/** What the parts of the bench share. */
export interface MonitorParts {
  /** The packaged extension. */
  readonly extension: string;
  /** The built test/bench/monitor/inHost.ts. */
  readonly module: string;
}

/** A loop that only waits to be listed: it makes VS Code activate the extension in its repository. */
export const loopFiles = {
  '.loops/often.loop.yaml': [
    'name: often',
    'on: manual',
    'roles: { maker: { run: node --version } }',
    'checks: { test: node --version }',
    'goal: checks.test.passed',
    'budget: { max-iterations: 3 }',
    '',
  ].join('\n'),
};

/** Builds one module of this folder for a process of its own. */
export const buildModule = ({ root, folder }: BenchContext, name: string): Promise<string> =>
  bundleModule(join(root, 'test', 'bench', 'monitor', `${name}.ts`), join(folder, `${name}.js`));
