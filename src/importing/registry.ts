import { parseDocument } from 'yaml';
import * as z from 'zod';
import { firstAgent } from './agentWords.ts';
import { cadenceOf } from './cadence.ts';
import { type Draft, mostText } from './draft.ts';

const words = z.string().max(mostText);
const list = z.array(words).max(100).catch([]).default([]);

/** A pattern of `patterns/registry.yaml` (cobusgreyling/loop-engineering, registry.schema.json of July 2026), as far as it is read. */
const patternSchema = z.looseObject({
  id: words,
  name: words.optional(),
  goal: words,
  cadence: words.optional(),
  risk: words.optional(),
  tools: list,
  skills: list,
  state: words.optional(),
  phases: list,
  human_gates: list,
  week_one_mode: words.optional(),
  cost: z.looseObject({ suggested_daily_cap: z.number().int().positive().optional() }).catch({}).default({}),
});
const registrySchema = z.looseObject({ patterns: z.array(z.unknown()).min(1).max(200) });

type Pattern = z.infer<typeof patternSchema>;

/** The patterns of a registry; undefined where the text is none. A pattern that cannot be read is left out and named. */
export function registryDrafts(
  text: string,
): { readonly drafts: readonly Draft[]; readonly left: readonly string[] } | undefined {
  const registry = registrySchema.safeParse(dataOf(text));
  if (!registry.success) return undefined;
  const drafts: Draft[] = [];
  const left: string[] = [];
  for (const [index, written] of registry.data.patterns.entries()) {
    const pattern = patternSchema.safeParse(written);
    if (pattern.success) drafts.push(draftOf(pattern.data));
    else left.push(`Pattern ${index + 1} has no id or no goal, and was left out.`);
  }
  return { drafts, left };
}

/** Undefined where it is no YAML; without aliases, of which a file of ten lines can hold a billion. */
export function dataOf(text: string): unknown {
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function draftOf(pattern: Pattern): Draft {
  const { id, name, goal, skills, phases, state, risk, tools, week_one_mode: mode, cost } = pattern;
  const cadence = pattern.cadence === undefined ? {} : cadenceOf(pattern.cadence);
  const agent = firstAgent(tools);
  const cap = cost.suggested_daily_cap;
  return {
    title: id,
    source: 'a pattern registry',
    description: name === undefined || name === goal ? goal : `${name}: ${goal}`,
    ...(cadence.cron === undefined ? {} : { cron: cadence.cron }),
    ...(agent === undefined ? {} : { agent }),
    skills,
    // L1 is the registry's word for a loop that reports and changes nothing.
    reportsOnly: mode === 'L1',
    prompt: [
      `${goal.trim().replace(/\.$/, '')}.`,
      ...(phases.length === 0 ? [] : [`Go through these phases in order: ${phases.join(', ')}.`]),
    ].join('\n'),
    checks: [],
    ...(cap === undefined ? {} : { tokensPerDay: cap }),
    approvals: pattern.human_gates,
    notes: [
      ...(cadence.note === undefined ? [] : [cadence.note]),
      ...(state === undefined ? [] : [stateNote(state)]),
      ...(risk === undefined ? [] : [`Its risk was called “${risk}”; the gates below say who decides.`]),
    ],
  };
}

export const stateNote = (file: string): string =>
  `Its state was kept in ${file}; Loopwright keeps a state document of its own (\`loopwright state\`), which people can edit.`;
