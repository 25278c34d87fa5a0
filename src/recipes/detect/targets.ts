import type { Detectable } from '../recipeFile.ts';
import { type Finder, type Finding, firstName } from './project.ts';

/** Names of targets by what they are for, the usual one first. `install` of a Makefile puts a program on the machine. */
const targetNames: readonly (readonly [Detectable, readonly string[]])[] = [
  ['test', ['test', 'tests', 'check']],
  ['lint', ['lint', 'vet']],
  ['build', ['build', 'compile']],
  ['coverage', ['coverage', 'cover', 'cov']],
  ['install', ['setup', 'deps', 'bootstrap']],
];

/** Where GNU make, just and Task look, in their order. */
const runners: readonly { readonly program: string; readonly files: readonly string[]; readonly read: Targets }[] = [
  { program: 'make', files: ['GNUmakefile', 'makefile', 'Makefile'], read: makeTargets },
  { program: 'just', files: ['justfile', '.justfile', 'Justfile'], read: justTargets },
  { program: 'task', files: ['Taskfile.yml', 'Taskfile.yaml'], read: taskNames },
];

type Targets = (text: string) => ReadonlySet<string>;

/** Targets of a Makefile, justfile or Taskfile. */
export const targets: Finder = (project) =>
  runners.flatMap(({ program, files, read }) => {
    const where = firstName(project, files);
    const there = read(where === undefined ? '' : (project.texts.get(where) ?? ''));
    return where === undefined ? [] : targetFindings(program, where, there);
  });

function targetFindings(program: string, where: string, there: ReadonlySet<string>): readonly Finding[] {
  return targetNames.flatMap(([kind, names]) => {
    const name = names.find((wanted) => there.has(wanted));
    return name === undefined ? [] : [{ kind, value: `${program} ${name}`, where }];
  });
}

/** `a b: c`, also with `::`, but not `A := b`. Lines of commands begin with a tab. */
function makeTargets(text: string): ReadonlySet<string> {
  return new Set(linesOf(text).flatMap((line) => (/^[\t#]/.test(line) ? [] : beforeColon(line).split(/\s+/))));
}

/** `@name arguments: dependencies`, but not `name := value`. Lines of commands are indented. */
function justTargets(text: string): ReadonlySet<string> {
  const heads = linesOf(text).map((line) => (/^[\s#]/.test(line) ? '' : beforeColon(line)));
  return new Set(heads.flatMap((head) => head.replace(/^@/, '').split(/\s+/).slice(0, 1)));
}

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/);

/** What stands before the first colon; nothing where it begins an assignment. */
function beforeColon(line: string): string {
  const colon = line.indexOf(':');
  return colon < 0 || /^:{1,3}=/.test(line.slice(colon, colon + 4)) ? '' : line.slice(0, colon);
}

/** The keys directly below `tasks:`. Read by lines: YAML that nobody guards can take seconds to parse. */
function taskNames(text: string): ReadonlySet<string> {
  const lines = linesOf(text).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const start = lines.indexOf('tasks:') + 1;
  const end = lines.findIndex((line, index) => index >= start && /^\S/.test(line));
  const below = start === 0 ? [] : lines.slice(start, end < 0 ? undefined : end);
  const indent = /^\s*/.exec(below[0] ?? '')?.[0] ?? '';
  const ofTask = (line: string) =>
    /^["']?([\w-]+)["']?:/.exec(line.startsWith(indent) ? line.slice(indent.length) : '')?.[1];
  return new Set(below.flatMap((line) => ofTask(line) ?? []));
}
