import { adapterOf } from './adapters.ts';
import { driverMain } from './driverMain.ts';

driverMain(adapterOf).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The driver failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
