import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { type DrivenAgent, isDriven } from '../../model/agents.ts';
import { tagVariable } from '../../processes/processTable.ts';
import { loopback, ownCall, ownServerName } from '../mcp/ownServer.ts';
import type { ToolServer } from '../mcp/toolServer.ts';
import type { Adapter, ServedMcp } from '../port.ts';
import { unproxied } from './agentEnvironment.ts';
import { Driver } from './driver.ts';
import type { DriveOutcome } from './outcome.ts';
import { OwnProcesses } from './processStarter.ts';
import {
  childrenFile,
  type DriveSpec,
  driveSpecVariable,
  leaveFile,
  type PrivateWords,
  scratchFolder,
} from './spec.ts';
import { writeOutcome } from './writeOutcome.ts';

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
  const { spec, words, served } = called;
  const adapter = adapterOf(spec.agent);
  if (adapter === undefined) {
    process.stderr.write(`This build drives no ${spec.agent}.\n`);
    return 2;
  }
  const stopping = new AbortController();
  const scratch = scratchFolder(spec.directory);
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const processes = new OwnProcesses({
    ledgerFile: childrenFile(spec.directory),
    stepTag: process.env[tagVariable] ?? '',
  });
  // Its token is of no use after the turn, and still nobody's to read.
  const secrets = served === undefined ? words.secrets : [...words.secrets, served.token];
  const env = agentEnvironment(process.env);
  const driver = new Driver(
    spec,
    { ...words, secrets },
    {
      adapter,
      processes,
      env: served === undefined ? env : unproxied(env, loopback),
      scratch,
      served,
      say: (line) => process.stdout.write(`${line}\n`),
      signal: stopping.signal,
    },
  );
  const leave = (): void => {
    if (stopping.signal.aborted) return;
    // Whoever stops a step does not wait for long: what is known is written before anything else.
    writeOutcome(spec.directory, driver.soFar);
    stopping.abort();
  };
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, leave);
  whenThere(leaveFile(spec.directory), leave);
  const outcome = await driver.run();
  writeOutcome(spec.directory, outcome);
  return exitCodeOf(outcome);
}

const leavePollMs = 100;

/** A watch would tell of every line of the transcript as well. */
function whenThere(file: string, act: () => void): void {
  const timer = setInterval(() => {
    if (!existsSync(file)) return;
    clearInterval(timer);
    act();
  }, leavePollMs);
  timer.unref();
}

/** Milliseconds after which our tools are loaded; the agent is started before that. */
const toolsAfterMs = 60;

/** Our own MCP server in this process: one of its own would be another Node. Undefined where no port can be had. */
async function serveOwn({ mcp }: DriveSpec): Promise<ServedMcp | undefined> {
  const [, ...args] = mcp.find(({ name }) => name === ownServerName)?.args ?? [];
  const call = ownCall(args);
  if (call === undefined) return undefined;
  let server: Promise<ToolServer> | undefined;
  const loaded = (): Promise<ToolServer> => {
    server ??= import('./afterStart.ts').then(({ toolServer }) => toolServer(call));
    return server;
  };
  const answer: ToolServer['answer'] = async (message) => (await loaded()).answer(message);
  // While the agent starts, which takes longer, and before it asks.
  setTimeout(() => void loaded().catch(() => undefined), toolsAfterMs).unref();
  const { Endpoint } = await import('../mcp/endpoint.ts');
  return Endpoint.open({ answer }).then(
    ({ served }) => served,
    () => undefined,
  );
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

interface Call {
  readonly spec: DriveSpec;
  readonly words: PrivateWords;
  /** Where our own MCP server can be asked. */
  readonly served: ServedMcp | undefined;
}

/** What the driver is to do, with a port of its own meanwhile; text where it was called wrongly. */
async function readCall(): Promise<Call | string> {
  const file = process.env[driveSpecVariable];
  if (file === undefined) return `Set ${driveSpecVariable} to the path of a spec file; the driver is run by the steps.`;
  try {
    const spec = JSON.parse(readFileSync(file, 'utf8')) as DriveSpec;
    if (!isDriven(spec.agent)) throw new Error(`there is no agent "${spec.agent}"`);
    const [words, served] = await Promise.all([standardInput(), serveOwn(spec)]);
    return { spec, words: JSON.parse(words) as PrivateWords, served };
  } catch (error) {
    return `The driver cannot read what it is asked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function standardInput(): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString('utf8');
}
