import * as z from 'zod';
import { defectSchema, reportedFindingSchema } from '../../model/reported.ts';
import type { CleanText, Role } from './said.ts';

const text = z.string().trim().min(1).max(8192);
const shortText = z.string().trim().min(1).max(2000);
const tokens = z.number().int().nonnegative().max(1e12);

/** The lines of a report file, by their `type`. */
export const lineSchemas = {
  usage: z.strictObject({
    inputTokens: tokens,
    outputTokens: tokens,
    costUsd: z.number().nonnegative().max(1e9).nullable().optional(),
  }),
  finding: reportedFindingSchema,
  lesson: z.strictObject({ text: shortText }),
  question: z.strictObject({
    text: shortText,
    options: z.array(z.string().min(1).max(200)).max(10).optional(),
    /** Of one that whoever asks waits for: it is shown at once, and the answer comes under this name. */
    id: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional(),
    /** When it was asked; epoch milliseconds. */
    at: z.number().int().nonnegative().max(8.64e15).optional(),
  }),
  'root-cause': z.strictObject({ text }),
  defect: defectSchema,
  verdict: z.strictObject({ passed: z.boolean() }),
  score: z.strictObject({
    score: z.number().min(0).max(10),
    reasons: z.array(z.string().min(1).max(1000)).min(1).max(20),
  }),
  unsatisfiable: z.strictObject({ why: shortText }),
} as const;

type LineType = keyof typeof lineSchemas;

/** A valid line of a report. */
export type ReportLine = { [T in LineType]: { readonly type: T } & z.infer<(typeof lineSchemas)[T]> }[LineType];

/** Who may say what; the other types are for every role. */
const spokenBy: { readonly [T in LineType]?: Role } = {
  'root-cause': 'explorer',
  defect: 'checker',
  verdict: 'checker',
  score: 'judge',
  unsatisfiable: 'maker',
};

export interface LineReading {
  readonly role: Role;
  readonly clean: CleanText;
  /** The worktree: files are named from there. */
  readonly root: string;
}

/** A line that counts, perhaps not with all that it said, or why it does not. */
export type ParsedLine =
  | { readonly line: ReportLine; readonly problem?: string }
  | { readonly type: string; readonly problem: string };

/** Reads one line of a report. Nothing in it is trusted, and nothing of it is quoted but through `clean`. */
export function parseReportLine(written: string, reading: LineReading): ParsedLine {
  const value = objectIn(written);
  if (value === undefined) return { type: '', problem: 'it is not a JSON object' };
  const { type, ...rest } = value;
  if (!isLineType(type)) return { type: '', problem: 'it has none of the known types' };
  const speaker = spokenBy[type];
  if (speaker !== undefined && speaker !== reading.role) {
    return { type, problem: `a \`${type}\` is for the ${speaker} alone` };
  }
  const { fields, problem } = cleaned(rest, reading);
  const parsed = lineSchemas[type].safeParse(fields);
  if (!parsed.success)
    return { type, problem: `it is no valid \`${type}\`: ${wrongWith(parsed.error, reading.clean)}` };
  const line = { type, ...parsed.data } as ReportLine;
  return problem === undefined ? { line } : { line, problem };
}

function objectIn(written: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(written.trim());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const isLineType = (type: unknown): type is LineType => typeof type === 'string' && Object.hasOwn(lineSchemas, type);

/** Texts that name or head something; the others may have several lines. */
const oneLine = new Set(['key', 'title', 'file', 'options']);

/** Cleaned before it is validated, so that what is left is what has to be short and not empty. */
function cleaned(
  fields: Readonly<Record<string, unknown>>,
  { clean, root }: LineReading,
): { readonly fields: Record<string, unknown>; readonly problem?: string } {
  const result = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, cleanField(name, value, clean)]),
  );
  const { reproduce, file } = fields;
  if (typeof reproduce === 'string' && result['reproduce'] !== reproduce) {
    // Another command than the one that was claimed would be run.
    delete result['reproduce'];
    return { fields: result, problem: 'its command holds a secret or an invisible character and is not run' };
  }
  if (typeof file !== 'string') return { fields: result };
  const inside = fromRoot(String(result['file']), root);
  if (inside !== undefined) return { fields: { ...result, file: inside } };
  delete result['file'];
  delete result['line'];
  return { fields: result, problem: 'its file is not in the worktree, so the place is left out' };
}

function cleanField(name: string, value: unknown, clean: CleanText): unknown {
  const asText = (written: unknown): unknown => {
    if (typeof written !== 'string') return written;
    const harmless = clean(written);
    return oneLine.has(name) ? harmless.replace(/\s+/g, ' ').trim() : harmless;
  };
  return Array.isArray(value) ? value.slice(0, mostEntries).map(asText) : asText(value);
}

/** More than any list may have. */
const mostEntries = 100;

/** A path from the top of the worktree with forward slashes; undefined for one that leads out of it. */
function fromRoot(file: string, root: string): string | undefined {
  const posix = (path: string) => (root.includes('\\') ? path.replaceAll('\\', '/') : path);
  const [path, top] = [posix(file), `${posix(root)}/`];
  const relative = path.startsWith(top) ? path.slice(top.length) : path.replace(/^(\.\/)+/, '');
  const leaves = relative.startsWith('/') || /^[A-Za-z]:/.test(relative) || relative.split('/').includes('..');
  return relative === '' || leaves ? undefined : relative;
}

function wrongWith(error: z.ZodError, clean: CleanText): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it does not fit';
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return clean(`${where}${issue.message}`).replace(/\s+/g, ' ').slice(0, 200);
}
