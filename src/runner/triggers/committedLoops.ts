import { createHash } from 'node:crypto';
import { listTree, readBlob, resolveCommit } from '../../git/objects.ts';
import type { Repository } from '../../git/repository.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import { branchName } from '../../model/branchName.ts';
import type { Enabling } from '../../model/firing.ts';
import type { Loop } from '../../model/loopFile.ts';
import type { ArmedLoop, EnabledLoops, HeldLoop } from './world.ts';

type Shared = Pick<Repository, 'commonDir'>;

/** The text of a loop file as it is committed somewhere. */
export interface CommittedFile {
  /** `sha256:` and hex, over the text with Unix line ends, as a run's definition is named. */
  readonly definition: string;
  readonly loop: Loop | undefined;
}

/** Digest of the text of a loop file. */
export const definitionOf = (text: string): string =>
  `sha256:${createHash('sha256').update(unixLines(text)).digest('hex')}`;

const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');

/** Everything below `.loops` at a commit, by path. */
type Objects = ReadonlyMap<string, string>;

/**
 * Reads enabled loops at their base. git is asked only for a base that has moved, and for a file that has changed there; who
 * knows the tips of the branches gives `tipOf` (a full name of a branch → its commit).
 */
export class CommittedLoops {
  readonly #repository: Shared;
  /** The newest look at each base. */
  readonly #bases = new Map<string, { readonly commit: string; readonly objects: Objects }>();
  /** By path and object: what it says. */
  readonly #files = new Map<string, CommittedFile>();

  constructor(repository: Shared) {
    this.#repository = repository;
  }

  async read(enabled: readonly Enabling[], tipOf: (branch: string) => string | undefined): Promise<EnabledLoops> {
    const armed: ArmedLoop[] = [];
    const held: HeldLoop[] = [];
    for (const enabling of enabled) {
      const commit = tipOf(enabling.base) ?? (await this.#resolve(enabling.base));
      const file = commit === undefined ? undefined : await this.#fileAt(enabling, commit);
      const one = judge(enabling, file);
      if ('loop' in one) armed.push(one);
      else held.push(one);
    }
    return { armed, held };
  }

  async #resolve(base: string): Promise<string | undefined> {
    const commit = await resolveCommit(this.#repository, base);
    return commit.ok ? commit.value : undefined;
  }

  async #fileAt({ base, file }: Enabling, commit: string): Promise<CommittedFile | undefined> {
    const object = (await this.#objectsAt(base, commit)).get(file);
    if (object === undefined) return undefined;
    const key = `${object} ${file}`;
    const known = this.#files.get(key);
    if (known !== undefined) return known;
    const blob = await readBlob(this.#repository, commit, file);
    if (!blob.ok || blob.value === undefined) return undefined;
    const text = unixLines(blob.value.toString('utf8'));
    const read = { definition: definitionOf(text), loop: parseLoop(text, { path: file }).loop };
    this.#files.set(key, read);
    return read;
  }

  async #objectsAt(base: string, commit: string): Promise<Objects> {
    const known = this.#bases.get(base);
    if (known?.commit === commit) return known.objects;
    const tree = await listTree(this.#repository, commit, '.loops');
    // A base that cannot be read now is asked again the next time.
    if (!tree.ok) return new Map();
    const objects = new Map(tree.value.map((entry) => [entry.path, entry.object]));
    this.#bases.set(base, { commit, objects });
    return objects;
  }
}

function judge(
  { loop: name, file, base, definition, by, at }: Enabling,
  found: CommittedFile | undefined,
): ArmedLoop | HeldLoop {
  const branch = branchName(base);
  if (found?.definition === definition && found.loop !== undefined) {
    return { name, file, base, definition, enabledAt: at, by, loop: found.loop };
  }
  const again = `Read it, then allow it with \`loopwright enable ${name}\`.`;
  const why =
    found === undefined
      ? `${file} is not there any more at ${branch}.`
      : found.loop === undefined
        ? `${file} at ${branch} has errors. Mend and commit it; \`loopwright validate ${file}\` lists them.`
        : `${file} at ${branch} is not the definition that was enabled. ${again}`;
  return { name, base, found: found?.definition ?? 'none', why };
}
