import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cage } from '../model/cage.ts';
import { bubblewrapArguments } from './bubblewrap.ts';
import { enclosureFor, type Place } from './enclosure.ts';
import { type Machine, resolved } from './machine.ts';
import { runBriefly } from './runBriefly.ts';
import { networkSettings, runtimeArguments, wholeSettings } from './sandboxRuntime.ts';

/** Milliseconds that a self-test may take. */
const patience = 10_000;
const runtimePatience = 20_000;

const strict: Cage = { sandbox: 'required', network: 'none', read: [], write: [], env: [] };

/** What a cage must have shown before it is trusted. Each line of the script prints a word where the cage leaks. */
const script = `
cat "$CANARY" 2>/dev/null && echo read
( : > "$OUTSIDE/written" ) 2>/dev/null && echo write
[ "$(readlink /proc/self/ns/net)" = "$HOST_NET" ] && echo network
grep -vE '^ *lo:|\\|' /proc/net/dev >/dev/null && echo network
: > inside || echo worktree
: > /tmp/inside || echo temp
setsid sh -c 'exec sleep "$1"' sh "$NAP" >/dev/null 2>&1 &
echo done
`;

const leaks: Readonly<Record<string, string>> = {
  read: 'a hidden file could be read',
  write: 'a file outside of the worktree could be written',
  network: 'the network could be reached',
  worktree: 'the worktree could not be written',
  temp: 'the temp folder could not be written',
};

/** Tries bubblewrap on this machine: undefined when it keeps what it must keep, else why it is not to be used. */
export async function testBubblewrap(program: string, machine: Machine): Promise<string | undefined> {
  const folder = resolved(await mkdtemp(join(tmpdir(), 'loopwright-cage-')));
  try {
    const nap = `77${randomNumber()}`;
    const place = await testPlace(folder);
    await writeFile(join(folder, 'canary'), 'read\n');
    const args = bubblewrapArguments(enclosureFor(strict, place, machine, false), ['/bin/sh', '-c', script]);
    const env = {
      PATH: machine.env['PATH'],
      CANARY: join(folder, 'canary'),
      OUTSIDE: join(folder, 'read'),
      HOST_NET: readlinkSync('/proc/self/ns/net'),
      NAP: nap,
    };
    const { code, output } = await runBriefly(program, args, { patience, env });
    if (code !== 0 || !output.includes('done')) return `bwrap does not work here: ${firstLine(output)}`;
    const leak = output.split('\n').find((line) => Object.hasOwn(leaks, line));
    if (leak !== undefined) return `bwrap does not keep what it must: ${leaks[leak]}`;
    return (await isGone(nap)) ? undefined : 'bwrap does not keep what it must: a process outlived its command';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tries sandbox-runtime inside a cage: a command must run, and reach no host. */
export async function testRuntime(
  programs: { readonly bubblewrap: string; readonly runtime: readonly string[] },
  machine: Machine,
): Promise<string | undefined> {
  const folder = resolved(await mkdtemp(join(tmpdir(), 'loopwright-cage-')));
  try {
    const place = await testPlace(folder);
    const settings = join(folder, 'read', 'settings.json');
    await writeFile(settings, networkSettings(['loopwright.invalid']));
    const inner = '[ "$(readlink /proc/self/ns/net)" = "$HOST_NET" ] && echo network; : > inside; echo done';
    const command = runtimeArguments(settings, place.worktree, ['/bin/sh', '-c', inner]);
    const shown = { ...place, programs: programs.runtime };
    const enclosure = enclosureFor({ ...strict, network: [] }, shown, machine, true);
    const args = bubblewrapArguments({ ...enclosure, cwd: '/tmp' }, [...programs.runtime, ...command]);
    const env = { PATH: machine.env['PATH'], HOME: machine.home, HOST_NET: readlinkSync('/proc/self/ns/net') };
    const { code, output } = await runBriefly(programs.bubblewrap, args, { patience: runtimePatience, env });
    if (code !== 0 || !output.includes('done')) return `srt does not work here: ${firstLine(output)}`;
    return /^network$/m.test(output) ? 'srt does not keep what it must: the network could be reached' : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tries sandbox-runtime as the only cage, for macOS. */
export async function testRuntimeAlone(
  [program, ...first]: readonly [string, ...string[]],
  machine: Machine,
): Promise<string | undefined> {
  const folder = resolved(await mkdtemp(join(tmpdir(), 'loopwright-cage-')));
  try {
    const place = await testPlace(folder);
    const settings = join(folder, 'read', 'settings.json');
    await writeFile(join(folder, 'canary'), 'read\n');
    await writeFile(settings, wholeSettings(enclosureFor(strict, place, machine, false), []));
    const inner =
      'cat "$CANARY" && echo read; ( : > "$OUTSIDE/written" ) && echo write; : > inside || echo worktree; echo done';
    const args = runtimeArguments(settings, place.worktree, ['/bin/sh', '-c', inner]);
    const paths = { CANARY: join(folder, 'canary'), OUTSIDE: join(folder, 'read') };
    const env = { PATH: machine.env['PATH'], HOME: machine.home, ...paths };
    const { code, output } = await runBriefly(program, [...first, ...args], {
      patience: runtimePatience,
      env,
      cwd: folder,
    });
    if (code !== 0 || !/^done$/m.test(output)) return `srt does not work here: ${firstLine(output)}`;
    const leak = output.split('\n').find((line) => Object.hasOwn(leaks, line));
    return leak === undefined ? undefined : `srt does not keep what it must: ${leaks[leak]}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function testPlace(folder: string): Promise<Place> {
  const [worktree, read] = [join(folder, 'worktree'), join(folder, 'read')];
  await mkdir(worktree);
  await mkdir(read);
  return { worktree, commonDir: read, hidden: [], read: [], write: [] };
}

const randomNumber = (): number => Number.parseInt(randomUUID().slice(0, 6), 16);

const firstLine = (output: string): string => output.trim().split('\n')[0]?.slice(0, 300) || 'it printed nothing';

/** No process sleeps for this many seconds any more. A dying one gets a moment. */
async function isGone(nap: string): Promise<boolean> {
  for (let looks = 0; looks < 50; looks++, await sleep(10)) {
    if (!commandLines().some((words) => words.includes(nap))) return true;
  }
  return false;
}

function commandLines(): readonly (readonly string[])[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [readFileSync(`/proc/${name}/cmdline`, 'latin1').split('\0')];
    } catch {
      return [];
    }
  });
}
