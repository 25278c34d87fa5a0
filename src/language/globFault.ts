/** Matching takes time that grows with a power of the wildcards; nobody needs as many. */
const maxWildcards = 16;

/** Why a glob can match no path of a repository as its author means it; undefined when it can. */
export function globFault(glob: string): string | undefined {
  if (glob !== glob.trim()) return 'starts or ends with a space';
  if (glob.startsWith('!')) return 'starts with !; list what is meant instead';
  if (/^([/\\]|[A-Za-z]:)/.test(glob)) return 'is not relative to the top of the repository';
  if (glob.includes('\\')) return 'holds a backslash; write forward slashes';
  if (glob.split('/').some((part) => part === '..' || part === '.')) return 'holds a . or .. part';
  if (/[?*+@!]\(/.test(glob)) return 'holds an extended pattern like @(a|b); write {a,b}';
  if ((glob.match(/[*?[{]/g)?.length ?? 0) > maxWildcards) return `has more than ${maxWildcards} wildcards`;
  if (glob.endsWith('/')) return `names a folder; write ${glob}**`;
  return unbalanced(glob);
}

function unbalanced(glob: string): string | undefined {
  for (const [open, close] of ['[]', '{}'].map((pair) => [pair[0] ?? '', pair[1] ?? ''] as const)) {
    let depth = 0;
    for (const character of glob) {
      if (character === open) depth += 1;
      if (character === close) depth -= 1;
      if (depth < 0 || depth > 2) return depth < 0 ? `has ${close} without ${open}` : `nests ${open} too deep`;
    }
    if (depth > 0) return `has ${open} without ${close}`;
  }
  return undefined;
}
