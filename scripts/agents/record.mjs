// `npm run record:agents [-- agent ...]`: makes test/agents/recordings/ again with the installed agents.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { dependencies } from '../setup/dependencies.mjs';
import { installAgents } from './install.mjs';
import { loopbackOnly } from './loopback.mjs';

await dependencies();
const { node } = await installAgents();
const before = await loopbackOnly();
const script = join(root, 'test', 'agents', 'record.ts');
const [program = '', ...args] = [
  ...before,
  node,
  '--disable-warning=ExperimentalWarning',
  script,
  ...process.argv.slice(2),
];
const env = { ...process.env, LOOPWRIGHT_LOOPBACK: before.length > 0 ? 'namespace' : 'proxies' };
const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
const [code] = await once(child, 'exit');
process.exit(code ?? 1);
