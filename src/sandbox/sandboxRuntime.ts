import { posix } from 'node:path';
import type { Enclosure } from './bubblewrap.ts';
import { inOrder } from './mounts.ts';
import { quoted } from './quoted.ts';

/** @anthropic-ai/sandbox-runtime 0.0.83, `srt`: limits the network to hosts, and on macOS the files too. */

/** The version that was tried, in the words of whoever has to install it. */
export const installRuntime =
  'npm install -g @anthropic-ai/sandbox-runtime@0.0.83 (Node 22.12 or later; on Linux socat and ripgrep too)';

/** The settings file of `srt` inside a cage of bubblewrap: that one keeps the files, this one the network. */
export function networkSettings(hosts: readonly string[]): string {
  return JSON.stringify({
    network: { allowedDomains: hosts, deniedDomains: [] },
    // It asks for no more than the cage around it leaves.
    filesystem: { denyRead: [], allowWrite: ['/'], denyWrite: [] },
    // Inside another cage no new /proc can be mounted; the outer one is a namespace of its own already.
    enableWeakerNestedSandbox: true,
  });
}

/** The settings file of `srt` where it is the only cage (macOS). What the machine hides is denied, then allowed again. */
export function wholeSettings({ mounts, copies = [] }: Enclosure, hosts: readonly string[]): string {
  const of = (...kinds: readonly string[]): readonly string[] =>
    inOrder(mounts).flatMap(({ how, path }) => (kinds.includes(how) ? [path] : []));
  const kept = copies.flatMap(({ from, isKept }) => (isKept === true ? [from] : []));
  const written = [...of('write'), ...kept];
  return JSON.stringify({
    network: { allowedDomains: hosts, deniedDomains: [] },
    filesystem: {
      denyRead: of('hide', 'mask'),
      allowRead: [...of('read', 'write'), ...kept],
      allowWrite: [...written, '/private/tmp'],
      denyWrite: of('read').filter((path) => written.some((folder) => path.startsWith(`${folder}/`))),
    },
  });
}

/**
 * Arguments of `srt` for a command in `cwd`. It is started elsewhere and goes there: in the folder that it starts in it
 * leaves empty files where programs look for settings, and `git add` stumbles over them.
 */
export function runtimeArguments(settings: string, cwd: string, command: readonly string[]): readonly string[] {
  return ['--settings', settings, '-c', `cd ${quoted(posix.normalize(cwd))} && exec ${command.map(quoted).join(' ')}`];
}
