import * as z from 'zod';
import { defectSchema, reportedFindingSchema } from '../../model/reported.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { verdictAsked, verdictRequired } from '../../model/verdictAsked.ts';
import { lastJson } from './answerJson.ts';
import type { ReportLine } from './reportLine.ts';
import type { Role } from './said.ts';

/** What an agent answered: its last words, and the answer in the form that it was asked for, where it gave one. */
export interface Answer {
  readonly structured?: unknown;
  readonly text: string;
}

/** The form of a role's answer. */
export interface VerdictForm {
  /** Whether a pass without it has failed: of checker and judge. For the others it is an addition to what they did. */
  readonly isRequired: boolean;
  /** JSON Schema (draft-7), in the part of it that codex and claude both take as strict. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** What the prompt says of it, where the agent is not held to the schema. */
  readonly asked: string;
  /**
   * The answer as lines for the report, not cleaned yet: the report is read like anybody's. The error says what was wrong
   * with it in words that go after a colon, for the agent that is asked again; it may quote the answer.
   */
  parse(answer: Answer): Result<readonly ReportLine[], string>;
}

const none = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);
const { severity, title, file, line, reproduce } = defectSchema.shape;
const finding = reportedFindingSchema.shape;

/** Bounds are those of the lines that it becomes; what may be left out there is null here. */
const checkerAnswer = z.strictObject({
  passed: z.boolean().describe('true where you found no defect, false where you name any'),
  defects: z
    .array(
      z.strictObject({
        severity,
        title: title.describe('One line, at most 300 characters'),
        file: none(file.unwrap()).describe('Path from the top of the repository, or null'),
        line: none(line.unwrap()).describe('From 1, or null'),
        reproduce: none(reproduce.unwrap()).describe(
          'A shell command, run from the top of the repository, that fails as long as the defect is there; null where there is none',
        ),
      }),
    )
    .max(50)
    .describe('At most 50'),
});

const judgeAnswer = z.strictObject({
  score: z.number().min(0).max(10).describe('From 0 to 10, by the rubric'),
  reasons: z.array(z.string().trim().min(1).max(1000)).min(1).max(20).describe('Why, one sentence each; at least one'),
});

const explorerAnswer = z.strictObject({
  rootCause: none(z.string().trim().min(1).max(8192)).describe('The cause, or null where you did not find it'),
  findings: z
    .array(
      z.strictObject({
        key: finding.key.describe('Names it: the same finding has the same key next time'),
        title: finding.title.describe('One line, at most 300 characters'),
        body: none(finding.body.unwrap()),
        severity: none(finding.severity.unwrap()),
        file: none(finding.file.unwrap()).describe('Path from the top of the repository, or null'),
        line: none(finding.line.unwrap()),
        suggestion: none(finding.suggestion.unwrap()),
      }),
    )
    .max(200)
    .default([])
    .describe('What a person should know; empty where there is nothing'),
});

const makerAnswer = z.strictObject({
  unsatisfiable: none(z.string().trim().min(1).max(2000)).describe(
    'Why nobody could do it (two demands contradict each other, say); null where that is not so',
  ),
});

/** Keywords that OpenAI's strict schemas do not all know; we hold answers to the bounds ourselves. */
const bounds = ['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minItems'];
const dropped = ['$schema', ...bounds, 'maxItems', 'default', 'pattern', 'format'];

/** A role's form by what differs: the schema, what may contradict itself in it, and the lines it becomes. */
function formOf<T extends z.ZodObject>(
  schema: T,
  {
    isRequired,
    asked,
    contradiction = () => undefined,
    lines,
  }: {
    readonly isRequired: boolean;
    readonly asked: string;
    readonly contradiction?: (answer: z.infer<T>) => string | undefined;
    readonly lines: (answer: z.infer<T>) => readonly ReportLine[];
  },
): VerdictForm {
  const read = (value: unknown): Result<z.infer<T>, string> => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) return err(`it does not have the form that was asked for: ${wrongWith(parsed.error)}`);
    const argues = contradiction(parsed.data);
    return argues === undefined ? ok(parsed.data) : err(`it contradicts itself: ${argues}`);
  };
  const keys = Object.keys(schema.shape);
  const isMeant = (value: object | string) =>
    isRequired ||
    keys.some((key) => (typeof value === 'string' ? value.includes(`"${key}"`) : Object.hasOwn(value, key)));
  return {
    isRequired,
    // Made when it is asked for: a driver needs one of them at most, and waits for it before its agent starts.
    get schema() {
      return strictSchema(schema);
    },
    asked,
    parse: ({ structured, text }) => {
      const said = lastJson(text, { isMeant, isValid: (value) => read(value).ok });
      if (!said.ok) return said;
      const given = structured ?? said.value;
      if (given === undefined) {
        return isRequired ? err('there is no verdict in the answer') : ok([]);
      }
      const answer = read(given);
      if (!answer.ok) return answer;
      const other = structured === undefined || said.value === undefined ? undefined : read(said.value);
      if (other?.ok && JSON.stringify(other.value) !== JSON.stringify(answer.value)) {
        return err(
          'it says two different things, one in the form that was asked for and another in the text; give one',
        );
      }
      return ok(lines(answer.value));
    },
  };
}

const forms: { readonly [R in Role]: VerdictForm } = {
  checker: formOf(checkerAnswer, {
    isRequired: verdictRequired.checker,
    asked: verdictAsked.checker,
    contradiction: ({ passed, defects }) => {
      if (passed === (defects.length === 0)) return undefined;
      return passed
        ? `"passed" is true, and "defects" names ${defects.length}`
        : '"passed" is false, and "defects" is empty';
    },
    lines: ({ passed, defects }) => [
      ...defects.map((defect): ReportLine => ({ type: 'defect', ...said(defect), ...pick(defect) })),
      { type: 'verdict', passed },
    ],
  }),
  judge: formOf(judgeAnswer, {
    isRequired: verdictRequired.judge,
    asked: verdictAsked.judge,
    lines: ({ score, reasons }) => [{ type: 'score', score, reasons }],
  }),
  explorer: formOf(explorerAnswer, {
    isRequired: verdictRequired.explorer,
    asked: verdictAsked.explorer,
    lines: ({ rootCause, findings }) => [
      ...findings.map(
        ({ key, ...found }): ReportLine => ({ type: 'finding', key, title: found.title, ...said(found) }),
      ),
      ...(rootCause === null ? [] : [{ type: 'root-cause', text: rootCause } as const]),
    ],
  }),
  maker: formOf(makerAnswer, {
    isRequired: verdictRequired.maker,
    asked: verdictAsked.maker,
    lines: ({ unsatisfiable }) => (unsatisfiable === null ? [] : [{ type: 'unsatisfiable', why: unsatisfiable }]),
  }),
};

/** The form of the answer of a role. */
export const verdictFor = (role: Role): VerdictForm => forms[role];

const pick = ({ severity: how, title: what }: Pick<z.infer<typeof defectSchema>, 'severity' | 'title'>) => ({
  severity: how,
  title: what,
});

type Said<T> = { readonly [K in keyof T]?: Exclude<T[K], null> };

/** Without what is null, and without texts that say nothing. */
function said<T extends object>(fields: T): Said<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && !(typeof value === 'string' && value.trim() === '')),
  ) as Said<T>;
}

/** Every property required, nothing beside them, null for what there is not. */
function strictSchema(schema: z.ZodObject): Readonly<Record<string, unknown>> {
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'output',
    override: ({ jsonSchema }) => {
      for (const keyword of dropped) delete (jsonSchema as Record<string, unknown>)[keyword];
    },
  });
  const { $schema: _, ...rest } = made as Record<string, unknown>;
  return rest;
}

const mostIssues = 3;

function wrongWith({ issues }: z.ZodError): string {
  const told = issues.slice(0, mostIssues).map(({ path, message }) => {
    const where = path.length === 0 ? '' : `${path.join('.')}: `;
    return `${where}${message}`.replace(/\s+/g, ' ').slice(0, 200);
  });
  const more = issues.length > mostIssues ? [`${issues.length - mostIssues} more`] : [];
  return [...told, ...more].join('; ');
}
