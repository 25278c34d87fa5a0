import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '../../git/repository.ts';
import { describe } from '../../language/describe.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { missingPart } from '../../runner/roleParts.ts';
import { baseFiles } from '../../steps/baseFiles.ts';
import { broken, well } from './finding.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A loop that cannot run here, and why. */
interface Hindered {
  readonly name: string;
  readonly why: string;
}

/**
 * Whether the loops of the checkout can run here: none asks for what its agent cannot do, and every agent, definition, skill
 * and MCP server that one names is there.
 */
export async function loopsHere(repository: Repository, env: Env): Promise<DoctorFinding> {
  const folder = join(repository.root, '.loops');
  const files = (await readdir(folder).catch((): string[] => [])).filter((file) => file.endsWith('.loop.yaml')).sort();
  const hindered: Hindered[] = [];
  for (const file of files) {
    const why = await hindrance(repository, `.loops/${file}`, env);
    if (why !== undefined) hindered.push({ name: file.replace(/\.loop\.yaml$/, ''), why });
  }
  return loopsText(files.length, hindered);
}

async function hindrance(repository: Repository, file: string, env: Env): Promise<string | undefined> {
  const text = await readFile(join(repository.root, file), 'utf8').catch(() => '');
  const { loop, problems } = parseLoop(text, { path: file });
  const error = problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) return `line ${error.range.start.line + 1}: ${describe(error)}`;
  if (loop === undefined) return undefined;
  return missingPart(loop, baseFiles(repository, repository.head), env).catch((failure: unknown) =>
    failure instanceof Error ? failure.message : String(failure),
  );
}

/** @param count of all loops there are */
export function loopsText(count: number, hindered: readonly Hindered[]): DoctorFinding {
  if (count === 0) return well('loops', 'there is none in .loops/ yet');
  if (hindered.length === 0) return well('loops', `${count === 1 ? 'the one there is' : `all ${count}`} can run here`);
  return broken('loops', hindered.map(({ name, why }) => `${name} cannot run: ${why}`).join(' '));
}
