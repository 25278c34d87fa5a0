/** Why a text names no file inside a worktree; undefined when it does. */
export function pathFault(path: string): string | undefined {
  if (path !== path.trim()) return 'starts or ends with a space';
  if (/^([/\\~]|[A-Za-z]:)/.test(path)) return 'is not relative to the top of the worktree';
  if (path.includes('\\')) return 'holds a backslash; write forward slashes';
  const parts = path.split('/');
  if (parts.includes('..')) return 'leaves the worktree';
  if (parts.some((part) => part.toLowerCase() === '.git')) return 'is a file of git itself';
  return path.endsWith('/') ? 'names a folder' : undefined;
}
