import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '../../git/repository.ts';
import { describe } from '../../language/describe.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { missingPart, overlookedParts, type PartsWorld } from '../../runner/roleParts.ts';
import { baseFiles } from '../../steps/baseFiles.ts';
import { broken, doubtful, well } from './finding.ts';

/** A loop that cannot run here, and why. */
interface Hindered {
  readonly name: string;
  readonly why: string;
}

/** What is to be said of a loop: that it cannot run, or what of it has no effect. */
interface Looked {
  readonly why?: string;
  readonly overlooked?: readonly string[];
}

/**
 * Whether the loops of the checkout can run here: none asks for what its agent cannot do, and every agent, definition, skill
 * and MCP server that one names is there. Fields of a definition that have no effect are told.
 */
export async function loopsHere(repository: Repository, world: PartsWorld): Promise<DoctorFinding> {
  const folder = join(repository.root, '.loops');
  const files = (await readdir(folder).catch((): string[] => [])).filter((file) => file.endsWith('.loop.yaml')).sort();
  const hindered: Hindered[] = [];
  const overlooked: string[] = [];
  for (const file of files) {
    const name = file.replace(/\.loop\.yaml$/, '');
    const { why, overlooked: lines = [] } = await look(repository, `.loops/${file}`, world);
    if (why !== undefined) hindered.push({ name, why });
    overlooked.push(...lines.map((line) => `${name}: ${line}`));
  }
  return loopsText(files.length, hindered, overlooked);
}

async function look(repository: Repository, file: string, world: PartsWorld): Promise<Looked> {
  const text = await readFile(join(repository.root, file), 'utf8').catch(() => '');
  const { loop, problems } = parseLoop(text, { path: file });
  const error = problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) return { why: `line ${error.range.start.line + 1}: ${describe(error)}` };
  if (loop === undefined) return {};
  const base = baseFiles(repository, repository.head);
  try {
    const why = await missingPart(loop, base, world);
    return { ...(why === undefined ? {} : { why }), overlooked: await overlookedParts(loop, base) };
  } catch (failure) {
    return { why: failure instanceof Error ? failure.message : String(failure) };
  }
}

/** @param count of all loops there are */
export function loopsText(
  count: number,
  hindered: readonly Hindered[],
  overlooked: readonly string[] = [],
): DoctorFinding {
  if (count === 0) return well('loops', 'there is none in .loops/ yet');
  if (hindered.length > 0) {
    const reasons = hindered.map(({ name, why }) => `${name} cannot run: ${why}`);
    return broken('loops', [...reasons, ...overlooked].join(' '));
  }
  const all = `${count === 1 ? 'the one there is' : `all ${count}`} can run here`;
  return overlooked.length === 0 ? well('loops', all) : doubtful('loops', `${all}. ${overlooked.join(' ')}`);
}
