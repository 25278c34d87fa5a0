import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/paths.mjs';
import { listChange } from '../../src/git/changes.ts';
import { openRepository } from '../../src/git/repository.ts';
import type { Change } from '../../src/model/change.ts';
import type { ReviewOutline } from '../../src/model/reviewOutline.ts';
import { TreeSyntax } from '../../src/parsing/treeSyntax.ts';
import { digest } from '../../src/runner/outline/digest.ts';
import { makeOutline } from '../../src/runner/outline/makeOutline.ts';
import { readersOf } from '../../src/runner/outline/outlineProgram.ts';
import { PartReader } from '../../src/runner/outline/partReader.ts';

const packaged = join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
let opened: Promise<TreeSyntax> | undefined;

/** A parser of every grammar, made once for all tests of a file. */
export function testSyntax(): Promise<TreeSyntax> {
  opened ??= TreeSyntax.open((name) => readFile(join(packaged, `${name}.wasm`)));
  return opened;
}

/** Protects nothing but what is always protected. */
export const outlinePolicy = { 'protected-paths': [], oracles: 'free' as const };

/** The change between two commits of a repository and its outline, made in this process as the program `outline` makes it. */
export async function outlined(
  folder: string,
  base: string,
  head: string,
): Promise<{ readonly change: Change; readonly outline: ReviewOutline }> {
  const repository = await openRepository(folder);
  if (!repository.ok) throw new Error(repository.error.code);
  const { commonDir } = repository.value;
  const change = await listChange(repository.value, base, head);
  if (!change.ok) throw new Error(change.error.code);
  const reader = new PartReader(async (paths) => {
    const syntax = await testSyntax();
    await syntax.load(paths);
    return { syntax, digest };
  });
  const outline = await makeOutline({ commonDir, change: change.value, policy: outlinePolicy }, () =>
    readersOf(reader),
  );
  return { change: change.value, outline };
}
