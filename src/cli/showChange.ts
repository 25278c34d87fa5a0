import type { FileChange } from '../model/change.ts';
import { ok, type Result } from '../model/result.ts';
import type { RunDetail } from '../model/shapes.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Failure, refused } from './ending.ts';
import type { Meant } from './findItem.ts';
import { diffText } from './text/diffText.ts';
import { inert } from './text/inert.ts';
import { outlineText } from './text/outlineText.ts';
import { paint } from './text/paint.ts';
import { changeText } from './text/stepText.ts';
import type { Terminal } from './world.ts';

/** Prints a change: first its files and units in the order to read them, then the diff of each file. */
export async function showChange(
  client: RunnerClient,
  terminal: Terminal,
  { run, item }: Meant,
  change: NonNullable<RunDetail['change']>,
): Promise<Result<undefined, Failure>> {
  const brush = paint(terminal.colours);
  const of = { run: run.id, item: item.id };
  const outline = await client.request('reviewOutline', of);
  if (!outline.ok) return refused(outline.error);
  terminal.print(`${changeText(change.files)}, from ${change.base.slice(0, 10)} to ${change.head.slice(0, 10)}\n`);
  for (const line of outlineText(outline.value, brush)) terminal.print(line);
  for (const { file } of outline.value.files) {
    terminal.print(`\n${brush.bold(`${inert(file.path)}`)}  ${brush.dim(file.status)}`);
    const lines = await fileDiff(client, of, file, brush);
    if (!lines.ok) return lines;
    for (const line of lines.value) terminal.print(line);
  }
  terminal.print('');
  return ok(undefined);
}

async function fileDiff(
  client: RunnerClient,
  of: { readonly run: string; readonly item: string },
  file: FileChange,
  brush: ReturnType<typeof paint>,
): Promise<Result<readonly string[], Failure>> {
  if (file.binary) return ok([brush.dim('  (binary: its lines cannot be compared)')]);
  const base = await client.request('readFile', { ...of, path: file.path, side: 'base' });
  if (!base.ok) return refused(base.error);
  const head = await client.request('readFile', { ...of, path: file.path, side: 'head' });
  if (!head.ok) return refused(head.error);
  return ok(diffText(decoded(base.value.content), decoded(head.value.content), brush));
}

const decoded = (content: string | undefined) => Buffer.from(content ?? '', 'base64').toString('utf8');
