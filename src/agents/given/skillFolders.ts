import { posix } from 'node:path';
import { err, ok, type Result } from '../../model/result.ts';
import { type BaseFile, type BaseFiles, baseText } from './baseFiles.ts';
import { frontMatterOf } from './frontmatter.ts';

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
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) return err(`“${name.slice(0, 80)}” is no name of a skill.`);
  for (const source of skillSources) {
    const folder = `${source}/${name}`;
    const files = await base.below(folder);
    if (files.length > 0) return skillIn(base, { name, folder, files });
  }
  const places = skillSources.map((source) => `${source}/${name}/SKILL.md`).join(', ');
  return err(`There is no skill ${name} in the commit that the run started from. Commit one of ${places}.`);
}

async function skillIn(
  base: BaseFiles,
  { name, folder, files }: { readonly name: string; readonly folder: string; readonly files: readonly BaseFile[] },
): Promise<Result<Skill, string>> {
  const refused = (why: string): Result<never, string> =>
    err(`The skill ${folder} is not given to the agent: it ${why}.`);
  if (files.length > mostFiles) return refused(`has ${files.length} files; ${mostFiles} are the most`);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > mostBytes) return refused(`has ${bytes} bytes; ${mostBytes} are the most`);
  const contents: { path: string; isProgram: boolean; content: Uint8Array }[] = [];
  for (const file of files) {
    const path = file.path.slice(folder.length + 1);
    const source = await sourceOf(base, file, { folder, files });
    if (!source.ok) return refused(source.error);
    if (!isPlainPath(path)) return refused(`has a file whose name cannot be used everywhere: ${path.slice(0, 80)}`);
    const content = await base.read(source.value.path);
    if (content === undefined) return refused(`has a file that cannot be read: ${path}`);
    contents.push({ path, isProgram: source.value.kind === 'program', content });
  }
  const problem = await problemOfText(base, contents.some(({ path }) => path === 'SKILL.md') ? folder : undefined);
  return problem === undefined ? ok({ name, folder, files: contents }) : refused(problem);
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
  const target = posix.join(posix.dirname(file.path), new TextDecoder().decode(written ?? new Uint8Array()));
  const found = files.find(({ path, kind }) => path === target && (kind === 'file' || kind === 'program'));
  return found === undefined
    ? err(`has a link that leads out of ${folder}, or to no file: ${file.path}. Put the file itself there`)
    : ok(found);
}

async function problemOfText(base: BaseFiles, folder: string | undefined): Promise<string | undefined> {
  if (folder === undefined) return 'has no SKILL.md';
  const read = await baseText(base, `${folder}/SKILL.md`, mostText);
  if (read === undefined) return 'has no SKILL.md';
  if ('problem' in read) return `has a SKILL.md that ${read.problem}`;
  const parsed = frontMatterOf(read.text);
  if (!parsed.ok) return `has a SKILL.md that ${parsed.error}`;
  // Claude Code starts commands that stand there.
  return Object.hasOwn(parsed.value.fields, 'hooks') ? 'has `hooks` in its SKILL.md, which would be run' : undefined;
}

/** No way out of the folder, on no platform, and nothing that git or Windows take for something else. */
function isPlainPath(path: string): boolean {
  if (path.length > 400 || /[\\:*?"<>|\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && !/^(\.{1,2}|\.git)$/i.test(part) && !/[. ]$/.test(part));
}
