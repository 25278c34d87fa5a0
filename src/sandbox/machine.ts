import { existsSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { isWithin } from './mounts.ts';
import { toolPaths } from './toolPaths.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the cage has to know of the machine. Looked up once. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Undefined on Windows. */
  readonly userId: number | undefined;
  /** Resolved, as all paths here. */
  readonly home: string;
  readonly env: Environment;
  /** Folders that are there and are replaced by empty ones: homes, temp folders, sockets of services. */
  readonly hidden: readonly string[];
  /** Files that are there and are shown empty: they are read by root alone, and root may be who runs this. */
  readonly masked: readonly string[];
  /** What of the hidden folders every command may read: programs on PATH, certificates, the resolver's settings. */
  readonly tools: readonly string[];
}

const hiddenAlways = ['/home', '/root', '/Users', '/tmp', '/var/tmp', '/run', '/var/run/secrets'];
const maskedAlways = [
  ...['/etc/shadow', '/etc/shadow-', '/etc/gshadow', '/etc/gshadow-', '/etc/krb5.keytab', '/etc/sudoers'],
  ...['rsa', 'ecdsa', 'ed25519', 'dsa'].map((kind) => `/etc/ssh/ssh_host_${kind}_key`),
];
const certificates = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'];

/** Looks at the machine that this process runs on, with the environment that its commands are given. */
export function thisMachine(env: Environment): Machine {
  const home = resolved(env['HOME'] ?? homedir());
  const hidden = [...new Set([...hiddenAlways, home, tmpdir()].filter(isFolderOfItsOwn).map(resolved))];
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const needed = [...folders, ...folders.map(resolved), dirname(resolved(process.execPath))];
  const named = certificates.flatMap((name) => env[name] ?? []).filter((path) => path.startsWith('/'));
  const resolver = dirname(resolved('/etc/resolv.conf'));
  return {
    platform: process.platform,
    userId: process.getuid?.(),
    home,
    env,
    hidden,
    masked: maskedAlways.filter((path) => existsSync(path)),
    tools: [
      ...toolPaths(needed, home, hidden),
      ...named.filter((path) => !hidden.includes(path)),
      ...(isWithin(resolver, '/run') && resolver !== '/run' ? [resolver] : []),
    ],
  };
}

/** What a program's start needs of the hidden folders: its own folder, and the packages that it is one of. */
export function filesOfProgram(program: string, { hidden }: Machine): readonly string[] {
  if (!program.startsWith('/')) return [];
  const real = resolved(program);
  const end = real.indexOf('/node_modules/');
  const packages = end === -1 ? [] : [real.slice(0, end + '/node_modules'.length)];
  return [dirname(program), dirname(real), ...packages].filter((path) => !hidden.some((root) => isWithin(root, path)));
}

/** Not the whole disk, which somebody may have as his home. */
const isFolderOfItsOwn = (path: string): boolean => path !== '/' && existsSync(path);

/** The path itself where there is nothing. */
export function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path.length > 1 ? path.replace(/\/+$/, '') : path;
  }
}
