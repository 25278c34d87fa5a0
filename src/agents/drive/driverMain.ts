import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrivenAgent } from '../../model/agents.ts';
import { tagVariable } from '../../processes/processTable.ts';
import type { Adapter } from '../port.ts';
import { Driver } from './driver.ts';
import { writeOutcome } from './outcomeStore.ts';
import { OwnProcesses } from './processStarter.ts';
import {
  childrenFile,
  type DriveOutcome,
  type DriveSpec,
  driveSpecSchema,
  driveSpecVariable,
  type PrivateWords,
  privateSchema,
} from './spec.ts';

/** What the driver was started with, and the agent does not inherit. */
const ownVariables: ReadonlySet<string> = new Set([driveSpecVariable, 'ELECTRON_RUN_AS_NODE', tagVariable]);

/**
 * The driver's program. Its exit code: 0 when the agent completed its turn, 1 when it did not, 2 when it was called wrongly,
 * 143 when it was stopped.
 */
export async function driverMain(adapterOf: (agent: DrivenAgent) => Adapter | undefined): Promise<number> {
  const called = await readCall();
  if (typeof called === 'string') {
    process.stderr.write(`${called}\n`);
    return 2;
  }
  const { spec, words } = called;
  const adapter = adapterOf(spec.agent);
  if (adapter === undefined) {
    process.stderr.write(`This build drives no ${spec.agent}.\n`);
    return 2;
  }
  const stopping = new AbortController();
  const scratch = join(spec.directory, 'scratch');
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const processes = new OwnProcesses({
    ledgerFile: childrenFile(spec.directory),
    stepTag: process.env[tagVariable] ?? '',
  });
  const driver = new Driver(spec, words, {
    adapter,
    processes,
    env: agentEnvironment(process.env),
    scratch,
    say: (line) => process.stdout.write(`${line}\n`),
    signal: stopping.signal,
  });
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) return;
      // Whoever stops a step does not wait for long: what is known is written before anything else.
      writeOutcome(spec.directory, driver.soFar);
      stopping.abort();
    });
  }
  const outcome = await driver.run();
  writeOutcome(spec.directory, outcome);
  return exitCodeOf(outcome);
}

function exitCodeOf({ status }: DriveOutcome): number {
  if (status === 'aborted') return 143;
  return status === 'completed' ? 0 : 1;
}

function agentEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || ownVariables.has(name) ? [] : [[name, value]],
    ),
  );
}

async function readCall(): Promise<{ readonly spec: DriveSpec; readonly words: PrivateWords } | string> {
  const file = process.env[driveSpecVariable];
  if (file === undefined) return `Set ${driveSpecVariable} to the path of a spec file; the driver is run by the steps.`;
  try {
    const spec = driveSpecSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { spec, words: privateSchema.parse(JSON.parse(await standardInput())) };
  } catch (error) {
    return `The driver cannot read what it is asked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function standardInput(): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString('utf8');
}
