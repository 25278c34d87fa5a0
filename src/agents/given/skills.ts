import { cp, lstat, mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Skill } from '../../definitions/skills.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { writeFresh } from '../report/openPlain.ts';

/** Where skills are put for a pass. */
export interface SkillPlace {
  readonly worktree: string;
  /** The step's folder. */
  readonly directory: string;
  /** Where the agent reads skills, from the top of the worktree. */
  readonly folder: string;
  /** Skills that the role names. */
  readonly names: readonly string[];
}

/**
 * Puts skills where the agent reads them, and writes down first which, so that whoever takes the step over can take them
 * away again. One that is there already as the base commit has it is left alone, and for a maker any that is there, because
 * it may be its work; for the others another one is put aside, because it is not what the loop's author named. The error says
 * why there is no room.
 */
export async function placeSkills(
  place: SkillPlace & { readonly skills: readonly Skill[]; readonly keepsOwn: boolean },
): Promise<Result<void, string>> {
  const { worktree, folder, skills, keepsOwn } = place;
  await removeSkills(place);
  const wanted: { readonly skill: Skill; readonly aside: boolean }[] = [];
  for (const skill of skills) {
    const there = await lookAt(worktree, `${folder}/${skill.name}`);
    if (there === 'barred') {
      return err(
        `The skill ${skill.name} cannot be put into ${folder}: there is a link or a file in the way. Take it out of the repository.`,
      );
    }
    if (there === 'folder' && (keepsOwn || (await isSame(skill, join(worktree, folder, skill.name))))) continue;
    wanted.push({ skill, aside: there !== 'nothing' });
  }
  if (wanted.length === 0) return ok(undefined);
  const made = await missingParents(worktree, folder);
  const record: Placed = { placed: wanted.map(({ skill, aside }) => ({ name: skill.name, aside })), made };
  for (const { skill, aside } of wanted) if (aside) await putAside(place, skill.name);
  await writeFresh(recordFile(place.directory), JSON.stringify(record));
  for (const { skill } of wanted) await write(skill, join(worktree, folder, skill.name));
  return ok(undefined);
}

/**
 * Takes away what `placeSkills` put there, with everything that was added to it, and brings back what it had put aside. Done
 * twice, or where nothing was put, it does nothing. To be called before anybody looks at what the pass changed.
 */
export async function removeSkills(place: SkillPlace): Promise<void> {
  const { worktree, directory, folder, names } = place;
  const record = await recordIn(directory);
  if (record === undefined) return;
  for (const { name, aside } of record.placed) {
    // The agent could write the record; it names nothing but skills of this role.
    if (!names.includes(name)) continue;
    const path = `${folder}/${name}`;
    const there = await lookAt(worktree, path);
    if (there === 'barred') continue;
    await rm(join(worktree, path), { recursive: true, force: true });
    if (aside && (await lookAt(asideFolder(directory), name)) !== 'nothing') {
      await copy(join(asideFolder(directory), name), join(worktree, path));
    }
  }
  for (const parent of parentsOf(folder)) {
    if (record.made.includes(parent) && (await lookAt(worktree, parent)) === 'folder') {
      await rmdir(join(worktree, parent)).catch(() => undefined);
    }
  }
  await rm(recordFile(directory), { force: true });
  // Last: whoever begins this again finds it still there.
  await rm(asideFolder(directory), { recursive: true, force: true });
}

const placedSchema = z.strictObject({
  placed: z.array(z.strictObject({ name: z.string(), aside: z.boolean() })).max(100),
  /** Folders that were not there before. */
  made: z.array(z.string()).max(10),
});
type Placed = z.infer<typeof placedSchema>;

const recordFile = (directory: string): string => join(directory, 'skills.json');
const asideFolder = (directory: string): string => join(directory, 'skills-aside');

async function recordIn(directory: string): Promise<Placed | undefined> {
  try {
    return placedSchema.parse(JSON.parse(await readFile(recordFile(directory), 'utf8')));
  } catch {
    return undefined;
  }
}

/** What is at a path, never through a link: `barred` where a part of the way is no folder. */
async function lookAt(top: string, path: string): Promise<'nothing' | 'folder' | 'other' | 'barred'> {
  const parts = path.split('/');
  for (let count = 1; count <= parts.length; count++) {
    const isLast = count === parts.length;
    const stats = await lstat(join(top, ...parts.slice(0, count))).catch(() => undefined);
    if (stats === undefined) return 'nothing';
    if (!stats.isDirectory()) return isLast ? 'other' : 'barred';
  }
  return 'folder';
}

/** Of `.claude/skills`: itself, then `.claude`. */
function parentsOf(folder: string): readonly string[] {
  const parts = folder.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

async function missingParents(worktree: string, folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (const parent of parentsOf(folder)) if ((await lookAt(worktree, parent)) === 'nothing') missing.push(parent);
  return missing;
}

async function putAside({ worktree, directory, folder }: SkillPlace, name: string): Promise<void> {
  const kept = join(asideFolder(directory), name);
  await rm(kept, { recursive: true, force: true });
  await copy(join(worktree, folder, name), kept);
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

async function write({ files }: Skill, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { path, isProgram, content } of files) {
    const file = join(folder, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { flag: 'wx', mode: isProgram ? 0o755 : 0o644 });
  }
}

/** Whether a folder holds the skill's files and no others. */
async function isSame({ files }: Skill, folder: string): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined || entries.some((entry) => !entry.isFile() && !entry.isDirectory())) return false;
  if (entries.filter((entry) => entry.isFile()).length !== files.length) return false;
  for (const { path, content } of files) {
    const there = await readFile(join(folder, ...path.split('/'))).catch(() => undefined);
    if (there === undefined || !there.equals(content)) return false;
  }
  return true;
}
