import { err, ok, type Result } from '../model/result.ts';
import { type BaseFile, type BaseFiles, baseText } from './baseFiles.ts';
import { type FrontMatter, frontMatterOf } from './frontMatter.ts';

/** A skill as it is given to an agent. */
export interface Skill {
  readonly name: string;
  /** Where the repository has it. */
  readonly folder: string;
  /** Paths from its folder. */
  readonly files: readonly { readonly path: string; readonly isProgram: boolean; readonly content: Uint8Array }[];
}

/** Where skills are looked for, in this order. */
export const skillSources = ['.loops/skills', '.claude/skills', '.agents/skills'] as const;

/** What a skill may be called, wherever it is. */
export const isSkillName = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(name);

const mostBytes = 10 * 1024 * 1024;
const mostFiles = 500;
/** Bytes of a SKILL.md, of which an agent reads all. */
const mostText = 1024 * 1024;

/** Reads skills out of the base commit by their names. The error says what is wrong and what to do. */
export async function readSkills(base: BaseFiles, names: readonly string[]): Promise<Result<readonly Skill[], string>> {
  const skills: Skill[] = [];
  for (const name of new Set(names)) {
    const skill = await readSkill(base, name);
    if (!skill.ok) return skill;
    skills.push(skill.value);
  }
  return ok(skills);
}

async function readSkill(base: BaseFiles, name: string): Promise<Result<Skill, string>> {
  if (!isSkillName(name)) return err(`“${name.slice(0, 80)}” is no name of a skill.`);
  for (const source of skillSources) {
    const files = await base.below(`${source}/${name}`);
    if (files.length > 0) return skillIn(base, { name, folder: `${source}/${name}`, files });
  }
  const places = skillSources.map((source) => `${source}/${name}/SKILL.md`).join(', ');
  return err(`There is no skill ${name} in the commit that the run started from. Commit one of ${places}.`);
}

/** What a folder holds that should be a skill. */
export interface SkillFolder {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly BaseFile[];
}

interface CheckedFile {
  readonly path: string;
  /** Where its content is: the file itself, or the one that a link leads to. */
  readonly source: BaseFile;
}

async function skillIn(base: BaseFiles, place: SkillFolder): Promise<Result<Skill, string>> {
  const checked = await checkSkill(base, place);
  if (!checked.ok) return checked;
  const files: { path: string; isProgram: boolean; content: Uint8Array }[] = [];
  for (const { path, source } of checked.value.files) {
    const content = await base.read(source.path);
    if (content === undefined) return err(refusal(place.folder, `has a file that cannot be read: ${path}`));
    files.push({ path, isProgram: source.kind === 'program', content });
  }
  return ok({ name: place.name, folder: place.folder, files });
}

const refusal = (folder: string, why: string): string => `The skill ${folder} is not given to the agent: it ${why}.`;

/**
 * Holds a folder to what a skill may be. Of the contents only SKILL.md is read, and where links lead. The error says why it
 * would not be given to an agent.
 */
export async function checkSkill(
  base: BaseFiles,
  { folder, files }: SkillFolder,
): Promise<Result<{ readonly files: readonly CheckedFile[]; readonly fields: FrontMatter['fields'] }, string>> {
  const refused = (why: string): Result<never, string> => err(refusal(folder, why));
  if (files.length > mostFiles) return refused(`has ${files.length} files; ${mostFiles} are the most`);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > mostBytes) return refused(`has ${bytes} bytes; ${mostBytes} are the most`);
  const checked: CheckedFile[] = [];
  for (const file of files) {
    const path = file.path.slice(folder.length + 1);
    const source = await sourceOf(base, file, { folder, files });
    if (!source.ok) return refused(source.error);
    if (!isPlainPath(path)) return refused(`has a file whose name cannot be used everywhere: ${path.slice(0, 80)}`);
    checked.push({ path, source: source.value });
  }
  const fields = await fieldsOfText(base, checked.some(({ path }) => path === 'SKILL.md') ? folder : undefined);
  return fields.ok ? ok({ files: checked, fields: fields.value }) : refused(fields.error);
}

/** The file itself, or the one within the folder that a link leads to. */
async function sourceOf(
  base: BaseFiles,
  file: BaseFile,
  { folder, files }: { readonly folder: string; readonly files: readonly BaseFile[] },
): Promise<Result<BaseFile, string>> {
  if (file.kind === 'repository') return err(`has another repository in it: ${file.path}`);
  if (file.kind !== 'link') return ok(file);
  const written = await base.read(file.path);
  const target = linked(file.path, new TextDecoder().decode(written ?? new Uint8Array()));
  const found = files.find(({ path, kind }) => path === target && (kind === 'file' || kind === 'program'));
  return found === undefined
    ? err(`has a link that leads out of ${folder}, or to no file: ${file.path}. Put the file itself there`)
    : ok(found);
}

/** Where a link leads, from the top of the repository. */
function linked(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

async function fieldsOfText(
  base: BaseFiles,
  folder: string | undefined,
): Promise<Result<FrontMatter['fields'], string>> {
  if (folder === undefined) return err('has no SKILL.md');
  const read = await baseText(base, `${folder}/SKILL.md`, mostText);
  if (read === undefined) return err('has no SKILL.md');
  if ('problem' in read) return err(`has a SKILL.md that ${read.problem}`);
  const parsed = frontMatterOf(read.text);
  if (!parsed.ok) return err(`has a SKILL.md that ${parsed.error}`);
  // Claude Code starts commands that stand there.
  if (Object.hasOwn(parsed.value.fields, 'hooks')) return err('has `hooks` in its SKILL.md, which would be run');
  return ok(parsed.value.fields);
}

/** No way out of the folder, on no platform, and nothing that git or Windows take for something else. */
function isPlainPath(path: string): boolean {
  if (path.length > 400 || /[\\:*?"<>|\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && !/^(\.{1,2}|\.git)$/i.test(part) && !/[. ]$/.test(part));
}
