import { driverMain } from '../../../../src/agents/drive/driverMain.ts';
import { scriptedAdapter } from './scriptedAdapter.ts';

driverMain(scriptedAdapter).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(99);
  },
);
