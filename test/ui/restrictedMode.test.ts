import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { openWorkbench } from '../support/workbench.ts';

describe('a folder that is not trusted', () => {
  it('opens in Restricted Mode', async () => {
    const workspace = await mkdtemp(join(tmpdir(), 'loopwright-untrusted-'));
    const workbench = await openWorkbench({ workspace, trust: false });
    try {
      await workbench.page
        .locator('.statusbar-item')
        .filter({ hasText: 'Restricted Mode' })
        .waitFor({ state: 'visible' });
    } finally {
      await workbench.close();
      await rm(workspace, { recursive: true, force: true });
    }
  });
});
