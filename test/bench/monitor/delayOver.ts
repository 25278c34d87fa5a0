import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { ControlledHost } from './controlledHost.ts';
import type { Delay } from './hostRequests.ts';

/** A folder for processor profiles of extension host and page, for finding out why one was late; they cost time themselves. */
const profiles = process.env['LOOPWRIGHT_BENCH_PROFILES'];

/** The delay of the extension host's event loop while `work` goes on. */
export async function delayOver(host: ControlledHost, name: string, work: () => Promise<void>): Promise<Delay> {
  await host.ask('watchDelay', { profile: profiles !== undefined });
  const keepPage = profiles === undefined ? undefined : await profilePage(host.page);
  await work();
  if (profiles === undefined) return host.ask('readDelay', { profile: null });
  await keepPage?.(join(profiles, `${name}-page.cpuprofile`));
  return host.ask('readDelay', { profile: join(profiles, `${name}.cpuprofile`) });
}

async function profilePage(page: Page): Promise<(file: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.start');
  return async (file) => {
    const { profile } = await session.send('Profiler.stop');
    writeFileSync(file, JSON.stringify(profile));
  };
}
