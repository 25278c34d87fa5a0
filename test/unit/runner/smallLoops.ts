import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Receipt } from '../../../src/model/firing.ts';
import type { InboxEntry } from '../../../src/model/inbox.ts';
import { LoopRepository } from '../../support/loopRepository.ts';

/** Loops that do little, so that a test of what is around them is quick. Nothing but Node is needed. */

export const fileOf = (name: string): string => `.loops/${name}.loop.yaml`;

export interface SmallLoop {
  /** Lines below `on:`; left out, a person starts it. */
  readonly on?: readonly string[];
  /** Further lines of the file. */
  readonly more?: readonly string[];
  /** The program of the explorer; without one the precheck finds nothing to do. */
  readonly look?: string;
}

/** A loop that looks and changes nothing. Without a program it ends as `nothing-found` before any role is asked. */
export function smallLoop(name: string, { on = [], more = [], look }: SmallLoop): Record<string, string> {
  const triggers = [...on, ...(look === undefined ? ['skip-if: { run: exit 0 }'] : [])];
  const lines = [
    `name: ${name}`,
    ...(triggers.length === 0 ? ['on: manual'] : ['on:', ...triggers.map((line) => `  ${line}`)]),
    `roles: { explorer: { run: node tools/${name}.mjs } }`,
    'deliver: { as: report }',
    'budget: { max-iterations: 2 }',
    ...more,
  ];
  return { [fileOf(name)]: `${lines.join('\n')}\n`, [`tools/${name}.mjs`]: look ?? '' };
}

/** A program that reports these lines. */
export const reports = (...lines: readonly object[]): string =>
  `import { appendFileSync } from 'node:fs';\nappendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, ${JSON.stringify(
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  )});\n`;

/** A program that is at work until somebody writes the file `go` beside the repository. */
export const waitsFor = (outside: string, go = 'go'): string =>
  "import { existsSync } from 'node:fs';\n" +
  `while (!existsSync(${JSON.stringify(join(outside, go))})) await new Promise((resolve) => setTimeout(resolve, 30));\n`;

/** What became of the firings of a loop, oldest first: `<kind> <became>`. */
export async function receiptsOf(loop: LoopRepository, name: string): Promise<readonly Receipt[]> {
  const { receipts } = await loop.ask('schedule', { receipts: 1000 });
  return receipts.filter((receipt) => receipt.loop === name).reverse();
}

export const words = (receipts: readonly Receipt[]): readonly string[] =>
  receipts.map(({ trigger, became }) => `${trigger.kind} ${became}`);

/** Waits until it is so; the words say what for. */
export async function soon<T>(what: string, look: () => Promise<T | undefined>, loop: LoopRepository): Promise<T> {
  for (const end = Date.now() + 50_000; Date.now() < end; await delay(40)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`It never came: ${what}\n${await loop.log()}`);
}

/** The receipts of a loop once there are so many. */
export const receiptsSoon = (loop: LoopRepository, name: string, count: number): Promise<readonly Receipt[]> =>
  soon(
    `${count} receipts of ${name}`,
    async () => {
      const receipts = await receiptsOf(loop, name);
      return receipts.length >= count ? receipts : undefined;
    },
    loop,
  );

/** The runs of a loop that have ended, oldest first, once there are so many. */
export const endedSoon = (loop: LoopRepository, name: string, count: number) =>
  soon(
    `${count} ended runs of ${name}`,
    async () => {
      const { runs } = await loop.ask('runs', {});
      const ended = runs.filter((run) => run.loop === name && run.finishedAt !== undefined).reverse();
      return ended.length >= count ? ended : undefined;
    },
    loop,
  );

export const entrySoon = (loop: LoopRepository, id: string): Promise<InboxEntry> =>
  soon(`the entry ${id}`, async () => (await loop.ask('inbox', {})).find((entry) => entry.id === id), loop);

/** Makes repositories and disposes of them: `made.create(…)` in a test, `made.dispose` after each. */
export function repositories() {
  const all: LoopRepository[] = [];
  return {
    create: async (...args: Parameters<typeof LoopRepository.create>): Promise<LoopRepository> => {
      const made = await LoopRepository.create(...args);
      all.push(made);
      return made;
    },
    dispose: async (): Promise<void> => {
      for (const made of all.splice(0)) await made.dispose();
    },
  };
}
