import { readFileSync, statSync } from 'node:fs';
import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { type ImportedLoop, importLoops } from '../../importing/importLoops.ts';
import { reported } from '../../language/describe.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import { loopPath } from '../../model/loopPath.ts';
import { ok, type Result } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { exitCodes, type Failure, fail, usageError } from '../ending.ts';
import { loopNames, repositoryTop } from '../findLoop.ts';
import { inert } from '../text/inert.ts';
import { paint } from '../text/paint.ts';
import { problemText } from '../text/problemText.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly only?: string;
  readonly print?: boolean;
}

/** Bytes of a file that is looked at. */
const mostBytes = 1024 * 1024;

/** `loopwright import <file>`. Writes loop files, never over one that is there, and says what is missing in them. */
export function registerImport(program: Command, act: Act): void {
  program
    .command('import')
    .argument('<file>', 'a pattern registry, a LOOP.md, an entry of a loop library, or a Ralph script')
    .description('Make loop files of loops that were written for other tools; nothing of them is run')
    .option('--only <name>', 'of several loops only this one')
    .option('--print', 'print what would be written, and write nothing')
    .action(
      act<[string], Options>(async (invocation, [file], { only, print = false }) => {
        const top = await repositoryTop(invocation.folder);
        if (!top.ok) return top;
        const source = await readSource(invocation.folder, file);
        if (!source.ok) return source;
        const taken = await loopNames(top.value);
        const made = importLoops({
          file,
          text: source.value.text,
          taken,
          read: promptReader(source.value.path, top.value),
          ...(only === undefined ? {} : { only }),
        });
        if (!made.ok) return fail('import', made.error);
        if (!print) for (const loop of made.value) await write(top.value, loop);
        tell(invocation, made.value, print);
        return ok(exitCodes.done);
      }),
    );
}

async function readSource(folder: string, file: string): Promise<Result<{ path: string; text: string }, Failure>> {
  const path = resolve(folder, file);
  try {
    const found = await lstat(path);
    if (!found.isFile()) return usageError(`${file} is no plain file. Name the file that the loop is written in.`);
    if (found.size > mostBytes) return usageError(`${file} is larger than 1 MB. Name the file of one loop.`);
    return ok({ path, text: await readFile(path, 'utf8') });
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return usageError(`${file} cannot be read (${code}). Check its name.`);
  }
}

/** Prompts stand beside a script or at the top of its repository; nothing outside of that is read. */
const promptReader = (source: string, top: string) => (named: string) => {
  for (const folder of [dirname(source), top]) {
    const path = resolve(folder, named);
    const within = relative(top, path);
    if (within.startsWith('..') || isAbsolute(within)) continue;
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) continue;
    return readFileSync(path, 'utf8').slice(0, mostBytes);
  }
  return undefined;
};

async function write(top: string, { name, text }: ImportedLoop): Promise<void> {
  const path = join(top, loopPath(name));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { flag: 'wx' });
}

function tell({ terminal, json }: Invocation, loops: readonly ImportedLoop[], print: boolean): void {
  const all = loops.map((loop) => {
    const file = loopPath(loop.name);
    return { ...loop, file, problems: parseLoop(loop.text, { path: file }).problems.map((one) => reported(file, one)) };
  });
  if (json) {
    terminal.print(JSON.stringify(all.map(({ name, file, notes, problems }) => ({ name, file, notes, problems }))));
    return;
  }
  const brush = paint(terminal.colours);
  for (const { file, text, notes, problems } of all) {
    terminal.print(print ? `# ${file}\n${text}` : `Wrote ${file}.`);
    for (const note of notes) terminal.print(`  ${inert(note)}`);
    for (const line of problems.flatMap((problem) => problemText(problem, text, brush))) terminal.print(line);
  }
  const open = all.filter(({ problems }) => problems.some(({ severity }) => severity === 'error'));
  if (open.length > 0) {
    terminal.print(
      `To do: ${open.map(({ file }) => basename(file)).join(', ')}: solve the errors above, then commit and dry-run it.`,
    );
  }
}
