/** A repository on a forge, as the URL of a remote names it. */
export interface RemoteRepository {
  /** Lower case; with the port where the forge itself is at one (never the port of ssh). */
  readonly host: string;
  /** `owner/name`; GitLab has groups in groups. */
  readonly path: string;
}

/**
 * Reads `https://…`, `ssh://…`, `git://…` and `user@host:path`. Undefined for folders, `file:` and whatever else is no
 * server, and for names that no forge has.
 */
export function parseRemoteUrl(url: string): RemoteRepository | undefined {
  const found = fromUrl(url) ?? fromScp(url);
  if (found === undefined) return undefined;
  const path = found.path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  const parts = path.split('/');
  if (parts.length < 2 || !parts.every((part) => NAME.test(part))) return undefined;
  return { host: OTHER_DOORS[found.host] ?? found.host, path };
}

/** What GitHub and GitLab allow in names of people, groups and repositories. A dash first would be an option. */
const NAME = /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/;

/** ssh through the port of https, where a firewall lets nothing else through. */
const OTHER_DOORS: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'www.github.com': 'github.com',
};

function fromUrl(text: string): RemoteRepository | undefined {
  if (!/^(https?|ssh|git|git\+ssh|ssh\+git):\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const host = /^https?:$/.test(url.protocol) ? url.host : url.hostname;
  return host === '' ? undefined : { host: host.toLowerCase(), path: url.pathname };
}

/** scp's way. A single letter before the colon is a drive of Windows; a slash before it makes it a path (git-clone(1)). */
function fromScp(text: string): RemoteRepository | undefined {
  const [, host, path] = /^(?:[^@/\s]+@)?([A-Za-z0-9][A-Za-z0-9.-]+):(?!\/\/)(\S+)$/.exec(text) ?? [];
  return host === undefined || path === undefined ? undefined : { host: host.toLowerCase(), path };
}
