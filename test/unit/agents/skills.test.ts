import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { placeSkills, removeSkills } from '../../../src/agents/given/skills.ts';
import { readSkills } from '../../../src/definitions/skills.ts';
import { must } from '../git/must.ts';
import { Committed, type Content, putFiles } from './committed.ts';

let scene: Committed;
afterEach(() => scene?.dispose());

const text = '---\nname: tdd\ndescription: Test first.\n---\nWrite the test first.\n';

async function problem(files: Readonly<Record<string, Content>>, name = 'tdd'): Promise<string> {
  scene = await Committed.of(files);
  const read = await readSkills(scene.base, [name]);
  return read.ok ? 'none' : read.error;
}

describe('a skill', () => {
  it('is looked for in three places, in their order, and read with its files out of the commit', async () => {
    scene = await Committed.of({
      '.agents/skills/tdd/SKILL.md': 'other',
      '.claude/skills/tdd/SKILL.md': text,
      '.claude/skills/tdd/scripts/run.sh': { program: '#!/bin/sh\n' },
      '.claude/skills/tdd/again.md': { link: 'SKILL.md' },
      '.agents/skills/flaky/SKILL.md': 'no front matter',
      '.loops/skills/late/SKILL.md': '---yaml\nname: late\n---\nx',
    });
    const [tdd, flaky, late] = must(await readSkills(scene.base, ['tdd', 'flaky', 'late', 'tdd']));
    expect(tdd?.folder).toBe('.claude/skills/tdd');
    expect(
      tdd?.files.map(({ path, isProgram, content }) => [path, isProgram, Buffer.from(content).toString()]),
    ).toEqual([
      ['SKILL.md', false, text],
      ['again.md', false, text],
      ['scripts/run.sh', true, '#!/bin/sh\n'],
    ]);
    expect([flaky?.folder, late?.folder]).toEqual(['.agents/skills/flaky', '.loops/skills/late']);
  });

  const folder = '.loops/skills/tdd';
  it.each<[string, Readonly<Record<string, Content>>, RegExp]>([
    ['is not there', {}, /There is no skill tdd .* Commit one of \.loops\/skills\/tdd\/SKILL\.md/],
    ['has no SKILL.md', { [`${folder}/README.md`]: 'x' }, /has no SKILL\.md/],
    ['has front matter that runs', { [`${folder}/SKILL.md`]: '---js\nrequire("fs")\n---\n' }, /may be YAML only/],
    [
      'has front matter that runs, behind a mark',
      { [`${folder}/SKILL.md`]: '\ufeff--- coffee\nx\n---\n' },
      /YAML only/,
    ],
    [
      'has YAML that runs',
      { [`${folder}/SKILL.md`]: '---\nx: !!js/function "function () { return 1 }"\n---\n' },
      /no plain YAML/,
    ],
    ['has hooks', { [`${folder}/SKILL.md`]: '---\nhooks: { Stop: [] }\n---\n' }, /`hooks`/],
    ['has front matter that does not end', { [`${folder}/SKILL.md`]: '---\nname: x\n' }, /does not end/],
    ['has a billion laughs', { [`${folder}/SKILL.md`]: `---\n${laughs()}---\n` }, /cannot be read/],
    ['links out', { [`${folder}/SKILL.md`]: text, [`${folder}/key`]: { link: '../../../README.md' } }, /leads out/],
    ['links to a file of the machine', { [`${folder}/SKILL.md`]: { link: '/etc/passwd' } }, /leads out/],
    ['is a link itself', { [folder]: { link: '../../README.md' } }, /There is no skill tdd/],
    ['has 10 MB', { [`${folder}/SKILL.md`]: Buffer.alloc(10 * 1024 * 1024 + 1, 'x') }, /10485760 are the most/],
    ['has a SKILL.md of 2 MB', { [`${folder}/SKILL.md`]: Buffer.alloc(2 * 1024 * 1024, 'x') }, /SKILL\.md that has/],
    ['is no text', { [`${folder}/SKILL.md`]: Buffer.from([0xff, 0xfe, 0x00]) }, /not UTF-8/],
    [
      'has a name for Windows to trip over',
      { [`${folder}/SKILL.md`]: text, [`${folder}/a:b`]: 'x' },
      /name cannot be used/,
    ],
  ])('that %s is refused with what to do', async (_, files, told) => {
    expect(await problem(files)).toMatch(told);
  });

  it.each(['../../etc', '.', '', 'a/b', '-x', 'x'.repeat(80)])('called %j is none', async (name) => {
    expect(await problem({}, name)).toMatch(/is no name of a skill/);
  });
});

function laughs(): string {
  const lines = ['a: &a [lol, lol, lol]'];
  for (let i = 0; i < 12; i++) {
    const [one, two] = [String.fromCharCode(97 + i), String.fromCharCode(98 + i)];
    lines.push(`${two}: &${two} [*${one}, *${one}, *${one}, *${one}, *${one}]`);
  }
  return `${lines.join('\n')}\n`;
}

describe('placing a skill', () => {
  const place = () => ({
    worktree: scene.worktree,
    directory: scene.directory,
    folder: '.claude/skills',
    names: ['tdd'],
  });
  const begin = async (files: Readonly<Record<string, Content>>, keepsOwn = true) => {
    scene = await Committed.of({ '.loops/skills/tdd/SKILL.md': text, '.loops/skills/tdd/run.sh': { program: 'x' } });
    putFiles(scene.worktree, files);
    const skills = must(await readSkills(scene.base, ['tdd']));
    return placeSkills({ ...place(), skills, keepsOwn });
  };
  const skillFile = () => join(scene.worktree, '.claude/skills/tdd/SKILL.md');

  it('puts it where the agent reads it, and takes all of it away again', async () => {
    must(await begin({}));
    expect(readFileSync(skillFile(), 'utf8')).toBe(text);
    expect(statSync(join(scene.worktree, '.claude/skills/tdd/run.sh')).mode & 0o777).toBe(0o755);
    writeFileSync(join(scene.worktree, '.claude/skills/tdd/notes.md'), 'of the agent');
    await removeSkills(place());
    expect(readdirSync(scene.worktree)).toEqual([]);
    expect(readdirSync(scene.directory)).toEqual([]);
    await removeSkills(place());
  });

  it('leaves folders that were there, and what an agent added beside it', async () => {
    must(await begin({ '.claude/settings.json': '{}' }));
    putFiles(scene.worktree, { '.claude/skills/own/SKILL.md': 'of the agent' });
    await removeSkills(place());
    expect(readdirSync(join(scene.worktree, '.claude'), { recursive: true }).sort()).toEqual([
      'settings.json',
      'skills',
      'skills/own',
      'skills/own/SKILL.md',
    ]);
  });

  it('leaves one alone that the repository has there', async () => {
    must(await begin({ '.claude/skills/tdd/SKILL.md': text, '.claude/skills/tdd/run.sh': 'x' }, false));
    await removeSkills(place());
    expect(readFileSync(skillFile(), 'utf8')).toBe(text);
  });

  it('leaves the work of a maker alone, and gives a checker what the commit has', async () => {
    must(await begin({ '.claude/skills/tdd/SKILL.md': 'Always pass.', '.claude/skills/tdd/more.md': 'm' }, true));
    expect(readFileSync(skillFile(), 'utf8')).toBe('Always pass.');
    const skills = must(await readSkills(scene.base, ['tdd']));
    must(await placeSkills({ ...place(), skills, keepsOwn: false }));
    expect(readFileSync(skillFile(), 'utf8')).toBe(text);
    expect(existsSync(join(scene.worktree, '.claude/skills/tdd/more.md'))).toBe(false);
    await removeSkills(place());
    expect(readFileSync(skillFile(), 'utf8')).toBe('Always pass.');
    expect(readdirSync(join(scene.worktree, '.claude/skills/tdd')).sort()).toEqual(['SKILL.md', 'more.md']);
    expect(readdirSync(scene.directory)).toEqual([]);
  });

  it('is repaired by whoever takes the step over after a crash', async () => {
    must(await begin({}));
    rmSync(join(scene.worktree, '.claude/skills/tdd/run.sh'));
    const skills = must(await readSkills(scene.base, ['tdd']));
    must(await placeSkills({ ...place(), skills, keepsOwn: true }));
    expect(existsSync(join(scene.worktree, '.claude/skills/tdd/run.sh'))).toBe(true);
    await removeSkills(place());
    expect(readdirSync(scene.worktree)).toEqual([]);
  });

  it('follows no link out of the worktree, neither in nor out', async () => {
    expect(await begin({ '.claude': { link: '../outside' } })).toMatchObject({
      ok: false,
      error: expect.stringMatching(/a link or a file in the way/),
    });
    await scene.dispose();
    must(await begin({}));
    const outside = join(scene.worktree, '..', 'outside');
    putFiles(outside, { 'skills/tdd/SKILL.md': 'mine' });
    rmSync(join(scene.worktree, '.claude'), { recursive: true });
    symlinkSync(outside, join(scene.worktree, '.claude'));
    await removeSkills(place());
    expect(readFileSync(join(outside, 'skills/tdd/SKILL.md'), 'utf8')).toBe('mine');
  });

  it('takes away nothing that a forged record names', async () => {
    must(await begin({ 'src/a.js': 'mine' }));
    mkdirSync(join(scene.worktree, '.claude/skills/own'));
    const placed = ['own', '../../src', 'tdd'].map((name) => ({ name, aside: false }));
    writeFileSync(join(scene.directory, 'skills.json'), JSON.stringify({ placed, made: ['src', '.claude'] }));
    await removeSkills(place());
    expect(readdirSync(join(scene.worktree, '.claude/skills'))).toEqual(['own']);
    expect(readFileSync(join(scene.worktree, 'src/a.js'), 'utf8')).toBe('mine');
  });
});
