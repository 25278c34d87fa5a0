import { createHash } from 'node:crypto';
import * as path from 'node:path';
import type { Result } from '../model/result.ts';
import { contentOf, includableFiles, mentionsInclude } from './includableFiles.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

type Shared = Pick<Repository, 'commonDir'>;

/**
 * The files in the common dir that can name a program (filters, merge and diff drivers) or falsify history. They cannot be
 * switched off one by one, so a run stops when what they mean has changed.
 */
const FILES = ['config', 'config.worktree', 'info/attributes', 'info/grafts'];
/** So many of them, the first, hold settings and may include other files. */
const SETTINGS = 2;

/** Sections that editors and people write all the time and that nothing we run reads. */
const HARMLESS = /^(branch|remote|user|author|committer|color|gui|pull|push|fetch|advice|init|status|log|rerere)\./;

/** What a push or fetch would run at the other end, which may be this machine. */
const PROGRAMS = /^remote\..*\.(receivepack|uploadpack|vcs)\n/s;

/**
 * sha256 of those files as they are and, after a full stop, of what they mean without the harmless sections; files that
 * the configuration includes are counted in. The user's global configuration and the environment are not: hardened git
 * reads neither.
 */
export function configDigest(repo: Shared): Promise<Result<string, GitProblem>> {
  return attempt(async () => {
    const files = await readFiles(repo);
    const known = digests.get(repo.commonDir);
    if (known?.startsWith(`${files.asTheyAre}.`) && !files.includesOthers) return known;
    const digest = `${files.asTheyAre}.${await meaning(repo, files)}`;
    // Only what git has read for certain: somebody may have written meanwhile.
    if ((await readFiles(repo)).asTheyAre === files.asTheyAre) digests.set(repo.commonDir, digest);
    return digest;
  });
}

/** The last one of each repository: as long as the files stay as they are, git need not be asked what they mean. */
const digests = new Map<string, string>();

/** Problem config-changed unless what the files mean is still what `expected` says. */
export function verifyConfig(repo: Shared, expected: string): Promise<Result<undefined, GitProblem>> {
  return attempt(async () => {
    const [asTheyWere, meant] = expected.split('.');
    const files = await readFiles(repo);
    if (files.asTheyAre === asTheyWere && !files.includesOthers) return undefined;
    return (await meaning(repo, files)) === meant ? undefined : refuse({ code: 'config-changed' });
  });
}

interface ConfigFiles {
  readonly asTheyAre: string;
  readonly contents: readonly (Buffer | undefined)[];
  readonly includesOthers: boolean;
}

async function readFiles(repo: Shared): Promise<ConfigFiles> {
  const contents = await Promise.all(FILES.map((file) => contentOf(path.join(repo.commonDir, file))));
  const includesOthers = contents.slice(0, SETTINGS).some(mentionsInclude);
  return { asTheyAre: digestOf(contents), contents, includesOthers };
}

async function meaning(repo: Shared, { contents, includesOthers }: ConfigFiles): Promise<string> {
  const git = sharedGit(repo);
  const listed = await git.run(['config', '--list', '--includes', '-z']);
  const settings = listed
    .split('\0')
    .filter((setting) => setting !== '' && (!HARMLESS.test(setting) || PROGRAMS.test(setting)));
  const others = includesOthers ? await includableFiles(git) : [];
  return digestOf([Buffer.from(settings.join('\0')), ...contents.slice(1), ...others]);
}

function digestOf(contents: readonly (Buffer | undefined)[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(`${content?.length ?? 'none'}\0`).update(content ?? '');
  return hash.digest('hex');
}
