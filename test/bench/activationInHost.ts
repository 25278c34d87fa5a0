import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Begins the line that carries the figures out of the extension host. */
const mark = 'LOOPWRIGHT_BENCH ';
const ours = 'loopwright.loopwright';
/** An extension that does nothing, and stands beside ours. */
const bare = 'loopwright-bench.bare';
/** Until then the host works on its own start and on that of VS Code's extensions. */
const restMs = 3000;

/** Of one activation, in milliseconds. */
export interface ActivationTimes {
  /** What VS Code shows under Running Extensions: its code loaded, and `activate` called. */
  readonly counted: number;
  /** From asking for it until it is over: what VS Code does for it is in there, and its answers from the window. */
  readonly whole: number;
}

export interface InHost {
  readonly ours: ActivationTimes;
  readonly bare: ActivationTimes;
}

/**
 * Called by VS Code in place of tests: times the first activation of the extension in a host that has come to rest, and of one
 * that does nothing, which goes first, so that what VS Code itself does for the first time is not counted as ours.
 * @throws {Error} when something has activated ours before, since there is nothing left to time then
 */
export async function run(): Promise<void> {
  await delay(restMs);
  const times: InHost = { bare: await timesOf(bare), ours: await timesOf(ours) };
  console.log(mark + JSON.stringify(times));
}

async function timesOf(id: string): Promise<ActivationTimes> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`${id} is not installed in this host`);
  if (extension.isActive) throw new Error(`${id} is active already`);
  const startedAt = performance.now();
  await extension.activate();
  return { whole: performance.now() - startedAt, counted: countedBy(id) };
}

interface Marks {
  getMarks(): readonly { readonly name: string; readonly startTime: number }[];
}

/** VS Code's own marks, to the millisecond (`code/extHost/…`, src/vs/base/common/performance.ts and extHostExtensionService.ts). */
function countedBy(id: string): number {
  const { MonacoPerformanceMarks } = globalThis as unknown as { readonly MonacoPerformanceMarks: Marks };
  const times = new Map(MonacoPerformanceMarks.getMarks().map(({ name, startTime }) => [name, startTime]));
  const between = (from: string, to: string): number => {
    const [begun, ended] = [times.get(`code/extHost/${from}/${id}`), times.get(`code/extHost/${to}/${id}`)];
    if (begun === undefined || ended === undefined) throw new Error(`VS Code has not marked ${from} of ${id}`);
    return ended - begun;
  };
  return (
    between('willLoadExtensionCode', 'didLoadExtensionCode') + between('willActivateExtension', 'didActivateExtension')
  );
}
