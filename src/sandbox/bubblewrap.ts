import { posix } from 'node:path';
import { inOrder, type Mount } from './mounts.ts';
import { quoted } from './quoted.ts';

export interface Copy {
  readonly from: string;
  readonly to: string;
  /** What becomes of it is written back, while the command runs and at its end. */
  readonly isKept?: boolean;
}

/** A cage for one command, down to what bubblewrap is told. */
export interface Enclosure {
  readonly cwd: string;
  readonly mounts: readonly Mount[];
  /** Files that are copied to where the command may change them. */
  readonly copies?: readonly Copy[];
  /** Without it there is only a loopback of the cage's own. */
  readonly network: boolean;
  /** The id that the user has inside; the own one by default. */
  readonly user?: number;
  /** Changes to the environment that is inherited; `undefined` takes a variable away. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Arguments of `bwrap` (its manual, version 0.8) for a command. Every namespace is a new one, the user's too and without a
 * capability: as root without these two a command mounted `/` anew and wrote to it.
 *
 * The first process inside is a shell that waits for the command: when it leaves, the kernel ends everybody in the
 * namespace. bwrap's own first process would wait for daemons too. Not `--die-with-parent`: a stop begins with SIGTERM to
 * everybody, of which bwrap dies at once and the shell does not, and the command would have no time to tidy up.
 */
export function bubblewrapArguments(enclosure: Enclosure, command: readonly string[]): readonly string[] {
  const { cwd, mounts, copies = [], network, user, env } = enclosure;
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(network ? [] : ['--unshare-net']),
    ...(user === undefined ? [] : ['--uid', String(user), '--gid', String(user)]),
    ...['--as-pid-1', '--new-session', '--cap-drop', 'ALL'],
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...inOrder(mounts).flatMap(mountArguments),
    ...copies.flatMap(({ from, isKept }, index) => [
      isKept === true ? '--bind-try' : '--ro-bind-try',
      from,
      seed(index),
    ]),
    ...Object.entries(env).flatMap(([name, value]) =>
      value === undefined ? ['--unsetenv', name] : ['--setenv', name, value],
    ),
    ...['--chdir', cwd, '--', ...firstProcess(copies), ...command],
  ];
}

/** Where the file to be copied is seen. The temp folder is the command's own. */
const seed = (index: number): string => `/tmp/.loopwright/${index}`;

/**
 * The first process: it puts the copies in place, then stays for as long as the command. A login that the command renewed is
 * written back within seconds: the old one may be worth nothing by then, and who knows how the command ends.
 */
function firstProcess(copies: readonly Copy[]): readonly string[] {
  const place = copies.map(
    ({ to }, index) =>
      `if [ -e ${seed(index)} ]; then mkdir -p ${quoted(posix.dirname(to))} && cp -p ${seed(index)} ${quoted(to)}; fi`,
  );
  const back = copies.flatMap(({ to, isKept }, index) =>
    isKept === true
      ? [`if [ -s ${quoted(to)} ] && [ ${quoted(to)} -nt ${seed(index)} ]; then cat ${quoted(to)} >${seed(index)}; fi`]
      : [],
  );
  const script =
    back.length === 0
      ? [...place, '"$@"', 'exit $?']
      : [
          ...place,
          `back() { ${back.join('; ')}; }`,
          '(while sleep 2; do back; done) </dev/null >/dev/null 2>&1 &',
          '"$@"',
          'code=$?; back; exit $code',
        ];
  return ['/bin/sh', '-c', script.join('\n'), 'sh'];
}

/** What is not there is not mounted; what must be hidden is known to be there. */
function mountArguments({ how, path, source = path }: Mount): readonly string[] {
  switch (how) {
    case 'hide':
      return ['--tmpfs', path];
    case 'mask':
      return ['--ro-bind', '/dev/null', path];
    case 'read':
      return ['--ro-bind-try', source, path];
    case 'write':
      return ['--bind-try', source, path];
  }
}
