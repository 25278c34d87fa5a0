import { parse as parseToml } from 'smol-toml';
import * as z from 'zod';
import { canDo, unmetNeeds } from '../model/agentNeeds.ts';
import { capabilitiesOf, type DrivenAgent, definedAgents } from '../model/agents.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type BaseFile, type BaseFiles, baseText } from './baseFiles.ts';
import { frontMatterOf } from './frontMatter.ts';

/** An agent's own definition of a role: `claude:reviewer`, `codex:reviewer`. */
export interface Definition {
  /** Added to the agent's own instructions. */
  readonly instructions: string;
  readonly model?: string;
  readonly effort?: 'low' | 'medium' | 'high';
  /** In the agent's own names; absent: all that the role may use. */
  readonly tools?: readonly string[];
  /** It is for looking only: no definition of a maker. */
  readonly readOnly: boolean;
  /** Fields of it that have no effect here, for whoever reads the run. */
  readonly ignored: readonly string[];
}

/** In words for a person, which fields of a definition have no effect; undefined where all have. */
export function ignoredText(named: string, { ignored }: Definition): string | undefined {
  if (ignored.length === 0) return undefined;
  return `Of the definition ${named} these fields have no effect here: ${ignored.slice(0, 20).join(', ')}.`;
}

const mostFiles = 200;
const mostBytes = 256 * 1024;

/**
 * Reads a definition out of the base commit: the file of that name, or one that calls itself so. The error says what is
 * wrong and what to do.
 */
export async function readDefinition(
  base: BaseFiles,
  agent: DrivenAgent,
  name: string,
): Promise<Result<Definition, string>> {
  const place = capabilitiesOf[agent].definitions;
  if (place === undefined) return err(`${agent} has no definitions of its own. Write \`agent: ${agent}\`.`);
  const files = await definitionFiles(base, place);
  if (!files.ok) return files;
  const own = `${place.folder}/${name}${place.extension}`;
  const known: string[] = [];
  // The file of that name first; the others may call themselves by it.
  for (const file of [...files.value].sort((a, b) => Number(b.path === own) - Number(a.path === own))) {
    const read = await definitionIn(base, file, place.extension);
    if (!read.ok) {
      if (file.path === own) return err(`${agent}:${name} cannot be used: ${file.path} ${read.error}.`);
      continue;
    }
    if (read.value.name === name) return checked(read.value, agent, `${agent}:${name} (${file.path})`);
    known.push(read.value.name);
  }
  const others = known.length === 0 ? '' : ` There are: ${[...new Set(known)].slice(0, 10).join(', ')}.`;
  return err(`There is no ${agent}:${name} in the commit that the run started from. Commit ${own}.${others}`);
}

/** A definition that there is, whether or not it can be used. */
export interface FoundDefinition {
  readonly name: string;
  readonly file: string;
  readonly description?: string;
  /** The error says why it cannot be used, and what to do. */
  readonly definition: Result<Definition, string>;
}

/** Every definition of an agent, the one that `readDefinition` takes where two have the same name. */
export async function allDefinitions(base: BaseFiles, agent: DrivenAgent): Promise<readonly FoundDefinition[]> {
  const place = capabilitiesOf[agent].definitions;
  if (place === undefined) return [];
  const files = await definitionFiles(base, place);
  const below = files.ok ? files.value : (await base.below(place.folder)).slice(0, mostFiles);
  const found = new Map<string, FoundDefinition>();
  for (const file of below.filter(({ path }) => path.endsWith(place.extension))) {
    const one = await foundIn(base, agent, file, place.extension);
    const own = `${place.folder}/${one.name}${place.extension}`;
    if (!found.has(one.name) || file.path === own) {
      found.set(one.name, files.ok ? one : { ...one, definition: files });
    }
  }
  return [...found.values()];
}

async function foundIn(
  base: BaseFiles,
  agent: DrivenAgent,
  file: BaseFile,
  extension: '.md' | '.toml',
): Promise<FoundDefinition> {
  const read = await definitionIn(base, file, extension);
  const name = read.ok ? read.value.name : nameOf(file, extension);
  const what = `${agent}:${name} (${file.path})`;
  if (!read.ok) return { name, file: file.path, definition: err(`${what} cannot be used: it ${read.error}.`) };
  const { description } = read.value.fields;
  return {
    name,
    file: file.path,
    ...(typeof description === 'string' ? { description } : {}),
    definition: checked(read.value, agent, what),
  };
}

interface Place {
  readonly folder: string;
  readonly extension: '.md' | '.toml';
}

async function definitionFiles(
  base: BaseFiles,
  { folder, extension }: Place,
): Promise<Result<readonly BaseFile[], string>> {
  const files = (await base.below(folder)).filter(({ path }) => path.endsWith(extension));
  return files.length > mostFiles
    ? err(`${folder} has ${files.length} definitions; ${mostFiles} are the most. Take some of them away.`)
    : ok(files);
}

interface Named {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly form: 'claude' | 'codex';
}

const nameOf = ({ path }: BaseFile, extension: string): string =>
  path.slice(path.lastIndexOf('/') + 1, -extension.length);

async function definitionIn(
  base: BaseFiles,
  file: BaseFile,
  extension: '.md' | '.toml',
): Promise<Result<Named, string>> {
  if (file.kind !== 'file' && file.kind !== 'program') return err('is no plain file');
  if (file.bytes > mostBytes) return err(`has ${file.bytes} bytes, ${mostBytes} are the most`);
  const read = await baseText(base, file.path, mostBytes);
  if (read === undefined) return err('cannot be read');
  if ('problem' in read) return err(read.problem);
  const fields = extension === '.md' ? fieldsOfMarkdown(read.text) : fieldsOfToml(read.text);
  if (!fields.ok) return fields;
  const named = fields.value['name'];
  return ok({
    name: typeof named === 'string' && named.trim() !== '' ? named.trim() : nameOf(file, extension),
    fields: fields.value,
    form: extension === '.md' ? 'claude' : 'codex',
  });
}

function fieldsOfMarkdown(text: string): Result<Readonly<Record<string, unknown>>, string> {
  const parsed = frontMatterOf(text);
  if (!parsed.ok) return parsed;
  return ok({ ...parsed.value.fields, instructions: parsed.value.body.trim() });
}

function fieldsOfToml(text: string): Result<Readonly<Record<string, unknown>>, string> {
  try {
    return ok(parseToml(text));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return err(`is no TOML: ${said.split('\n')[0]?.slice(0, 200)}`);
  }
}

const words = z.string().trim().min(1).max(200);
/** A list, or names with commas between them. */
const names = z.union([
  z.array(words).max(200),
  z
    .string()
    .max(10_000)
    .transform((text) => text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))),
]);

const claudeSchema = z.looseObject({
  name: z.unknown().optional(),
  description: z.unknown().optional(),
  instructions: z.string().min(1, 'there are no instructions after the front matter'),
  tools: names.nullish(),
  model: words.nullish(),
});

const codexSchema = z.looseObject({
  name: z.unknown().optional(),
  description: z.unknown().optional(),
  developer_instructions: z.string().trim().min(1),
  model: words.optional(),
  model_reasoning_effort: z.enum(['low', 'medium', 'high']).optional(),
  /** A list of names; codex's own settings of that name are a table, and only turn tools on and off. */
  tools: z.union([names, z.record(z.string(), z.unknown())]).optional(),
});

/** Fields that take something away from the agent: to read over them would give it more than its author meant. */
const restricting = ['disallowedTools'];

function checked({ fields, form }: Named, agent: DrivenAgent, what: string): Result<Definition, string> {
  const refused = restricting.filter((field) => Object.hasOwn(fields, field));
  if (refused.length > 0) {
    return err(
      `${what} cannot be used: ${refused.join(', ')} is not held to here. Take it out, and say it in the loop.`,
    );
  }
  const definition = form === 'claude' ? ofClaude(fields) : ofCodex(fields);
  if (!definition.ok) return err(`${what} cannot be used: ${definition.error}.`);
  if (unmetNeeds(agent, { tools: definition.value.tools }).length === 0) return definition;
  const able = definedAgents.filter((one) => canDo(one, 'tools of a definition')).map((one) => `\`${one}\``);
  return err(
    `${what} cannot be used: \`tools\` is not held to by ${agent}. Take it out, or name a definition of ${able.join(' or ')}.`,
  );
}

function ofClaude(fields: Readonly<Record<string, unknown>>): Result<Definition, string> {
  const parsed = claudeSchema.safeParse(fields);
  if (!parsed.success) return err(wrongWith(parsed.error));
  const { name: _n, description: _d, instructions, tools, model, ...ignored } = parsed.data;
  return ok({
    instructions,
    ...(typeof model === 'string' && model !== 'inherit' ? { model } : {}),
    ...(Array.isArray(tools) && !tools.includes('*') ? { tools } : {}),
    readOnly: false,
    ignored: Object.keys(ignored),
  });
}

function ofCodex(fields: Readonly<Record<string, unknown>>): Result<Definition, string> {
  const parsed = codexSchema.safeParse(fields);
  if (!parsed.success) return err(wrongWith(parsed.error));
  const { name: _n, description: _d, developer_instructions, model, model_reasoning_effort, ...rest } = parsed.data;
  const { tools, ...others } = rest;
  const ignored: Readonly<Record<string, unknown>> = Array.isArray(tools) ? others : rest;
  return ok({
    instructions: developer_instructions,
    ...(model === undefined ? {} : { model }),
    ...(model_reasoning_effort === undefined ? {} : { effort: model_reasoning_effort }),
    ...(Array.isArray(tools) ? { tools } : {}),
    readOnly: ignored['sandbox_mode'] === 'read-only',
    ignored: Object.keys(ignored).filter((field) => field !== 'sandbox_mode'),
  });
}

function wrongWith({ issues: [issue] }: z.ZodError): string {
  return issue === undefined ? 'it does not fit' : `${issue.path.join('.')}: ${issue.message}`.slice(0, 200);
}
