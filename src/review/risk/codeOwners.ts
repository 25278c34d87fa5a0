/** Who owns the paths of a repository, as its CODEOWNERS says. */
export interface CodeOwners {
  /** In the order of the file; empty for a path that nobody owns. */
  readonly ownersOf: (path: string) => readonly string[];
}

/** Where CODEOWNERS is looked for, the first that is there counts (GitHub's places, then GitLab's). */
export const codeOwnersPlaces: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
];

interface Rule {
  readonly pattern: RegExp;
  readonly owners: readonly string[];
}

const section = /^\^?\[([^\]]+)\](?:\[\d+\])?\s*(.*)$/;
/** `@name`, `@org/team`, `@@role` (GitLab) or an address. */
const owner = /^(?:@{1,2}[\w.-]+(?:\/[\w.-]+)*|[^\s@]+@[^\s@]+)$/;

/**
 * Reads a CODEOWNERS file in the format of GitHub or GitLab. Of the lines of a section the last that matches counts, also when it
 * names nobody; with several sections (GitLab) the owners of all of them. A line that cannot be read is passed over, as both do.
 */
export function parseCodeOwners(text: string): CodeOwners {
  const sections = new Map<string, Rule[]>([['', []]]);
  let rules = sections.get('') ?? [];
  let byDefault: readonly string[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const heading = section.exec(line);
    if (heading !== null) {
      const name = (heading[1] ?? '').toLowerCase();
      rules = sections.get(name) ?? [];
      sections.set(name, rules);
      byDefault = ownersIn(heading[2] ?? '') ?? [];
      continue;
    }
    const rule = ruleOf(line, byDefault);
    if (rule !== undefined) rules.push(rule);
  }
  // The last one counts: looked at from the end, the first.
  const backwards = [...sections.values()].map((some) => some.toReversed());
  return {
    ownersOf: (path) => [
      ...new Set(backwards.flatMap((some) => some.find(({ pattern }) => pattern.test(path))?.owners ?? [])),
    ],
  };
}

function ruleOf(line: string, byDefault: readonly string[]): Rule | undefined {
  // A blank in a path is written `\ `.
  const [glob = ''] = /^(?:\\.|\S)+/.exec(line) ?? [];
  const owners = ownersIn(line.slice(glob.length));
  if (owners === undefined || glob.startsWith('!') || glob.length > 1000) return undefined;
  return { pattern: pathPattern(glob), owners: owners.length > 0 ? owners : byDefault };
}

/** The owners that a text lists, up to a comment; undefined when one of its words is none. */
function ownersIn(text: string): readonly string[] | undefined {
  const words = text
    .replace(/(?:^|\s)#.*$/, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.every((word) => owner.test(word)) ? words : undefined;
}

/**
 * A pattern of gitignore as CODEOWNERS uses it: anchored when it has a slash before its end; a folder means all that is in it;
 * `*` stays within a folder, and `folder/*` means what lies directly in it.
 */
function pathPattern(glob: string): RegExp {
  const folder = glob.endsWith('/');
  const trimmed = glob.replace(/\/+$/, '');
  const anchored = trimmed.includes('/');
  const parts = trimmed.replace(/^\//, '').split('/');
  const last = parts.at(-1);
  const body = parts
    .map((part, index) => {
      const isLast = index === parts.length - 1;
      if (part === '**') return isLast ? '.+' : '(?:.+/)?';
      return isLast ? partPattern(part) : `${partPattern(part)}/`;
    })
    .join('');
  const start = anchored ? '^' : '^(?:.*/)?';
  const isStar = last === '*' && parts.length > 1;
  const end = folder ? '/.+' : last === '**' || isStar ? '' : '(?:/.+)?';
  return new RegExp(`${start}${body}${end}$`, 's');
}

function partPattern(part: string): string {
  return part.replace(/\\(.)|\*+|\?|[^\\*?]/gs, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return literally(escaped);
    if (found.startsWith('*')) return '[^/]*';
    return found === '?' ? '[^/]' : literally(found);
  });
}

const literally = (char: string): string => char.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
