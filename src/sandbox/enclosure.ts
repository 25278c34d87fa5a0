import { existsSync } from 'node:fs';
import { loginFolder, loginOf } from '../model/agentLogins.ts';
import type { Cage } from '../model/cage.ts';
import type { Copy, Enclosure } from './bubblewrap.ts';
import { filesOfProgram, type Machine, resolved } from './machine.ts';
import { isWithin, type Mount } from './mounts.ts';

/** Where a command works. All paths are absolute and resolved. */
export interface Place {
  /** The command's folder, a worktree of ours. */
  readonly worktree: string;
  readonly commonDir: string;
  /** What the runner keeps in the common folder: journals, secrets, its own address. Never seen. */
  readonly hidden: readonly string[];
  /** Folders and files that can be read: our own programs, what a role is given. */
  readonly read: readonly string[];
  /** Folders that can be written: a role's own. */
  readonly write: readonly string[];
  /** Programs that the command starts besides those on PATH: what their start needs can be read. */
  readonly programs?: readonly string[];
  /** Name of the agent of a role; the login of one that is driven is let in. */
  readonly agent?: string;
}

/** Nobody's id, which every system has a name for. */
const nobody = 65534;

/**
 * In a home that is always new npm asks its registry on every start whether there is a newer npm: 0.3 s, and traffic that
 * nobody asked for. The second name is that of the update-notifier package, which many tools use.
 */
const withoutUpdateChecks = { npm_config_update_notifier: 'false', NO_UPDATE_NOTIFIER: '1' } as const;

/** What a command sees and may do, of its loop's cage, its place and the machine. `hosts`: it is caged once more inside. */
export function enclosureFor(cage: Cage, place: Place, machine: Machine, hosts: boolean): Enclosure {
  const { worktree, commonDir } = place;
  const login = loginMounts(place.agent, machine);
  const programs = (place.programs ?? []).flatMap((program) => filesOfProgram(program, machine));
  const shared = [worktree, ...cage.write.map((path) => resolved(inHome(path, machine)))];
  const written = outermost([...shared, ...place.write], place.hidden);
  const mounts: readonly Mount[] = [
    ...machine.hidden.map((path) => mount('hide', path)),
    ...machine.masked.map((path) => mount('mask', path)),
    ...[...machine.tools, ...programs, ...place.read, commonDir, `${worktree}/.git`].map((path) => mount('read', path)),
    ...place.hidden.map((path) => mount('hide', path)),
    ...cage.read.flatMap((path) => shown(inHome(path, machine), machine)),
    ...written.map((path) => mount('write', path)),
    ...login.mounts,
  ];
  // Root without a capability cannot be root in a namespace of its own, which is what cages within the cage need.
  const needsOther = machine.userId === 0 && (hosts || homeOf(place.agent) !== undefined);
  return {
    cwd: worktree,
    mounts: mounts.filter(isThere),
    copies: login.copies.filter(({ from }) => existsSync(from)),
    network: cage.network !== 'none',
    ...(needsOther ? { user: nobody } : {}),
    env: { TMPDIR: '/tmp', TMP: undefined, TEMP: undefined, XDG_RUNTIME_DIR: undefined, ...withoutUpdateChecks },
  };
}

/** bwrap gives up over what may not be looked at; for whoever runs it that is not there. */
const isThere = ({ how, path, source = path }: Mount): boolean =>
  how === 'hide' || how === 'mask' || existsSync(source);

const mount = (how: Mount['how'], path: string): Mount => ({ how, path });

const inHome = (path: string, { home }: Machine): string => (path.startsWith('~/') ? `${home}${path.slice(1)}` : path);

/** A path and what it leads to: where its folder is hidden the name is not there, else it is and leads on by itself. */
function shown(path: string, { hidden }: Machine): readonly Mount[] {
  const source = resolved(path);
  if (source === path) return [mount('read', path)];
  const named = hidden.some((root) => isWithin(path, root)) ? [{ how: 'read', path, source } as const] : [];
  return [mount('read', source), ...named];
}

/**
 * Without what lies in another one of them, where a command could have put a link to somewhere else. What lies in a hidden
 * folder stays: no command ever wrote there, and hiding the folder takes it out of the other.
 */
const outermost = (paths: readonly string[], hidden: readonly string[]): readonly string[] =>
  paths.filter(
    (path) =>
      hidden.some((folder) => isWithin(path, folder)) ||
      !paths.some((other) => other !== path && isWithin(path, other)),
  );

/** The folders of a login that are written; they are made before the agent is started. */
export function keptFolders(agent: string, machine: Machine): readonly string[] {
  const login = homeOf(agent);
  if (login === undefined) return [];
  const folder = loginFolder(login, machine.home, machine.env);
  return login.kept.map((path) => below(folder, path));
}

const homeOf = (agent: string | undefined) => (agent === undefined ? undefined : loginOf(agent)?.home);

function loginMounts(
  agent: string | undefined,
  machine: Machine,
): { mounts: readonly Mount[]; copies: readonly Copy[] } {
  const login = homeOf(agent);
  if (login === undefined) return { mounts: [], copies: [] };
  const { home, env } = machine;
  const folder = loginFolder(login, home, env);
  const config = home === folder || !folder.startsWith('/') ? [] : [mount('hide', folder)];
  const replaced = (login.replaced ?? []).map((path) => below(folder, path));
  const copied = login.copied.flatMap((name) => [...new Set([`${home}/${name}`, `${folder}/${name}`])]);
  return {
    mounts: [
      // Outside of the home folder it would be seen as it is.
      ...(machine.hidden.some((root) => isWithin(folder, root)) ? [] : config),
      ...login.kept.map((path) => mount('write', below(folder, path))),
      ...login.files.map((path) => mount('write', below(folder, path))),
      ...login.read.map((path) => mount('read', below(folder, path))),
      ...login.besides.map((path) => mount('read', `${home}/${path}`)),
    ],
    copies: [
      ...copied.map((path) => ({ from: path, to: path })),
      ...replaced.map((path) => ({ from: path, to: path, isKept: true })),
    ],
  };
}

const below = (folder: string, path: string): string => (path === '' ? folder : `${folder}/${path}`);
