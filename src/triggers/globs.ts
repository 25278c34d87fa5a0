import picomatch from 'picomatch';

const options = { dot: true, nonegate: true } as const;

/** Whether a path or a branch name matches one of the globs. Names have `/` between their parts on every system. */
export function matchesAny(globs: readonly string[]): (name: string) => boolean {
  const tests = globs.map((glob) => picomatch(glob.replace(/^\.\//, ''), options));
  return (name) => tests.some((test) => test(name));
}

/** The folder (or file) that a glob cannot match outside of: `src/**` has `src`, `**` has `.`. */
export function staticPrefix(glob: string): string {
  const { base } = picomatch.scan(glob.replace(/^\.\//, ''));
  return base === '' || base.split('/').includes('..') ? '.' : base;
}

/** The prefixes of all globs, without those that lie below another. */
export function staticPrefixes(globs: readonly string[]): readonly string[] {
  const all = [...new Set(globs.map(staticPrefix))].sort();
  if (all.includes('.')) return ['.'];
  return all.filter((prefix) => !all.some((other) => other !== prefix && prefix.startsWith(`${other}/`)));
}
