import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes an extension that does nothing, and only when it is told to: what activating any extension takes. */
export function bareExtension(folder: string): string {
  const extension = join(folder, 'loopwright-bench-bare');
  mkdirSync(extension, { recursive: true });
  const manifest = {
    name: 'bare',
    publisher: 'loopwright-bench',
    version: '1.0.0',
    engines: { vscode: '^1.90.0' },
    main: './extension.js',
    activationEvents: ['onCommand:loopwrightBench.never'],
  };
  writeFileSync(join(extension, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(extension, 'extension.js'), 'exports.activate = () => {};\n');
  return extension;
}
