import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cage, CageStanding } from '../model/cage.ts';
import { err, ok, type Result } from '../model/result.ts';
import { bubblewrapArguments } from './bubblewrap.ts';
import { enclosureFor, keptFolders, type Place } from './enclosure.ts';
import { type CagePrograms, findPrograms } from './findPrograms.ts';
import { type Environment, type Machine, thisMachine } from './machine.ts';
import { installRuntime, networkSettings, runtimeArguments, wholeSettings } from './sandboxRuntime.ts';
import { testBubblewrap, testRuntime, testRuntimeAlone } from './selfTest.ts';

export type Command = { readonly shell: string } | { readonly program: string; readonly args: readonly string[] };

/** A command's place, and a folder of ours for what its cage is told. */
export interface Cell extends Place {
  readonly directory: string;
}

/** Makes cages for commands. */
export interface Cages {
  /** How a loop with this policy is kept on this machine; the error says why it cannot run and what to do. */
  standing(cage: Cage): Promise<Result<CageStanding, string>>;
  /** The command in its cage, or as it is where the policy goes on without one. Rejects where it may not run. */
  wrap(cage: Cage, cell: Cell, command: Command): Promise<Command>;
}

/** What one of the two programs came to; the text says why it is not used. */
type Tried = { readonly program: readonly [string, ...string[]] } | { readonly why: string };

/** The variable with which a person says that this machine has no cages, whatever loops prefer. */
export const switchVariable = 'LOOPWRIGHT_SANDBOX';

const installBubblewrap = 'Install it: apt install bubblewrap, dnf install bubblewrap or pacman -S bubblewrap.';

/**
 * The cages of this machine, with the environment that a person started the runner with. Each program is tried once, when it
 * is needed first, and what came of it holds for the life of this object.
 */
export function cagesOf(env: Environment): Cages {
  const platform = process.platform;
  const programs = findPrograms(env);
  const machine = once(() => thisMachine(env));
  const isOff = env[switchVariable] === 'off';
  const files = once(() =>
    isOff ? Promise.resolve(switchedOff(platform, programs)) : tryFiles(platform, programs, machine),
  );
  const hosts = once(async () => {
    const tried = await files();
    return 'why' in tried ? tried : tryHosts(platform, programs, machine);
  });

  const standing = async (cage: Cage): Promise<Result<CageStanding, string>> => {
    if (cage.sandbox === 'off') return ok({ by: 'none', lacks: 'the loop says `sandbox: off`' });
    const kept = await files();
    if ('why' in kept) return lacking(cage, 'none', kept.why);
    const by = platform === 'darwin' ? 'sandbox-runtime' : 'bubblewrap';
    if (typeof cage.network === 'string') return ok({ by });
    const limited = await hosts();
    if ('why' in limited)
      return lacking(cage, by, `the network is not limited to the hosts of the loop: ${limited.why}`);
    return ok({ by: 'sandbox-runtime' });
  };

  const wrap = async (cage: Cage, cell: Cell, command: Command): Promise<Command> => {
    const stands = await standing(cage);
    if (!stands.ok) throw new Error(stands.error);
    const kept = await files();
    if (cage.sandbox === 'off' || 'why' in kept) return command;
    const words = wordsOf(command);
    makeKept(cell, machine());
    if (platform === 'darwin') return alone(cage, cell, machine(), kept.program, words);
    const limited = typeof cage.network === 'string' ? undefined : await hosts();
    if (limited === undefined || 'why' in limited) {
      const enclosure = enclosureFor(cage, cell, machine(), false);
      return commandOf(kept.program, bubblewrapArguments(enclosure, words));
    }
    const settings = writeSettings(cell, networkSettings(cage.network as readonly string[]));
    const inner = runtimeArguments(settings, cell.worktree, words);
    const place = { ...cell, read: [...cell.read, settings], programs: [...(cell.programs ?? []), ...limited.program] };
    // Its own files go to the folder that it starts in.
    const enclosure = { ...enclosureFor(cage, place, machine(), true), cwd: '/tmp' };
    return commandOf(kept.program, bubblewrapArguments(enclosure, [...limited.program, ...inner]));
  };
  return { standing, wrap };
}

/** Where somebody takes the variable away, there has to be a cage as well. */
const switchedOff = (platform: NodeJS.Platform, { bubblewrap }: CagePrograms): Tried => {
  const install =
    platform === 'linux' && bubblewrap === undefined ? ` bwrap is not on PATH either. ${installBubblewrap}` : '';
  return {
    why: `it is switched off on this machine by ${switchVariable}=off. Unset that, and start the runner anew (\`loopwright runner stop\`).${install}`,
  };
};

function lacking(cage: Cage, by: CageStanding['by'], why: string): Result<CageStanding, string> {
  if (cage.sandbox !== 'required') return ok({ by, lacks: why });
  return err(`The loop runs in a cage only (policy.sandbox: required), and there is none: ${why}`);
}

async function tryFiles(platform: NodeJS.Platform, programs: CagePrograms, machine: () => Machine): Promise<Tried> {
  if (platform === 'darwin') {
    if (programs.runtime === undefined) return noRuntime;
    const why = await testRuntimeAlone(programs.runtime, machine());
    return why === undefined ? { program: programs.runtime } : { why };
  }
  if (platform !== 'linux') return { why: `there is no cage for ${platform} yet.` };
  if (programs.bubblewrap === undefined) return { why: `bwrap is not on PATH. ${installBubblewrap}` };
  const why = await testBubblewrap(programs.bubblewrap, machine());
  return why === undefined ? { program: [programs.bubblewrap] } : { why };
}

const noRuntime: Tried = { why: `srt is neither on PATH nor named by LOOPWRIGHT_SRT. Install it: ${installRuntime}.` };

async function tryHosts(platform: NodeJS.Platform, programs: CagePrograms, machine: () => Machine): Promise<Tried> {
  const { bubblewrap, runtime } = programs;
  if (runtime === undefined) return noRuntime;
  if (platform === 'darwin' || bubblewrap === undefined) return { program: runtime };
  const why = await testRuntime({ bubblewrap, runtime }, machine());
  return why === undefined ? { program: runtime } : { why };
}

/** macOS. It has no way to leave the network open, so `all` is every name that has a dot. */
function alone(
  cage: Cage,
  cell: Cell,
  machine: Machine,
  program: readonly [string, ...string[]],
  words: readonly string[],
): Command {
  const hosts = cage.network === 'none' ? [] : cage.network === 'all' ? everyHost : cage.network;
  const settings = writeSettings(cell, wholeSettings(enclosureFor(cage, cell, machine, false), hosts));
  return commandOf(program, runtimeArguments(settings, cell.worktree, words));
}

const commandOf = ([program, ...first]: readonly [string, ...string[]], args: readonly string[]): Command => ({
  program,
  args: [...first, ...args],
});

const everyHost: readonly string[] = ['*'];

function writeSettings({ directory }: Cell, text: string): string {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'cage.json');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

/** A session that is to be gone on with must lie where it stays. */
function makeKept({ agent }: Cell, machine: Machine): void {
  if (agent === undefined) return;
  for (const folder of keptFolders(agent, machine)) mkdirSync(folder, { recursive: true, mode: 0o700 });
}

const wordsOf = (command: Command): readonly string[] =>
  'shell' in command ? ['/bin/sh', '-c', command.shell] : [command.program, ...command.args];

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
