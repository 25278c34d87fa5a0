import { createHash } from 'node:crypto';
import { evaluateBool, evaluateText } from '../engine/expression.ts';
import { itemPlan, type Retry } from '../memory/itemPlan.ts';
import { type Candidate, emptyMemory, type LoopMemory } from '../model/memory.ts';
import type { RawItem } from '../model/readItems.ts';
import { err, type Json, ok, type Result } from '../model/result.ts';
import type { Item, StepInput, StepResult } from '../model/steps.ts';
import { noteWhys } from './findingEntries.ts';
import { orFail } from './gitAnswer.ts';
import type { StepWorld } from './stepWorld.ts';

type Discover = StepInput<'discover'> & { readonly run: string };

/** What the choice is made with. */
export type ChoosingWorld = Pick<StepWorld, 'memory' | 'busyItems'>;

/** What a source told of, sorted: what is taken up, and why the rest is not. */
export type Chosen = StepResult<'discover'> & {
  /** What is to be noted on the findings that are left out, by their ids. */
  readonly notes: ReadonlyMap<string, string>;
};

/** Longer keys are no names. */
const longestKey = 512;
/** Most reasons that are told. */
const mostTold = 100;

/** Which items a run takes up, and why not the others; notes the reasons on the findings that they come from. */
export async function chooseItems(
  world: StepWorld,
  input: Discover,
  raw: readonly RawItem[],
): Promise<StepResult<'discover'>> {
  const { notes, ...chosen } = await sortItems(world, input, raw);
  if ('findings' in input.from) await noteWhys(world, input.from.findings, notes, input.at);
  return chosen;
}

/** The choice alone, which writes nothing: done or tried already, declined, at work, or not worth it. */
export async function sortItems(world: ChoosingWorld, input: Discover, raw: readonly RawItem[]): Promise<Chosen> {
  const memory = await memoryFor(world, input);
  const busy = world.busyItems(input.loop, input.run);
  const candidates: Candidate[] = [];
  const left: { key: string; why: string }[] = [];
  for (const { data, finding } of raw) {
    const key = keyOf(input, data);
    if (!key.ok) {
      left.push({ key: shown(data), why: key.error });
      continue;
    }
    const working = busy.get(key.value);
    if (working !== undefined) left.push({ key: key.value, why: working });
    else candidates.push({ key: key.value, data, fingerprint: fingerprint(data), ...(finding && { finding }) });
  }
  // Not one key: the expression is wrong, and to find nothing would look like success.
  const [first] = left;
  if (raw.length > 0 && candidates.length === 0 && first !== undefined && busy.size === 0) {
    const reason = `no item has a key that can be used. The first: ${first.key}: ${first.why}`;
    return { status: 'failed', reason, notes: new Map() };
  }
  const plan = itemPlan(memory, candidates, input.at, {
    retry: retries[input.retry],
    max: input.max,
    threshold: ({ data }) => notWorth(input, data),
  });
  const whys = plan.leftOut.flatMap(({ candidate: { finding }, reason }) =>
    finding === undefined ? [] : [[finding, `${input.loop} leaves it to you: ${reason}`] as const],
  );
  const leftOut = plan.leftOut.map(({ candidate, reason }) => ({ key: candidate.key, why: reason }));
  return {
    status: 'found',
    items: plan.attempt.map(({ candidate: { key, data } }): Item => ({ id: itemId(key), key, data })),
    found: raw.length,
    left: [...left, ...leftOut].slice(0, mostTold),
    notes: new Map(whys),
  };
}

const retries: { readonly [R in Discover['retry']]: Retry } = {
  never: 'never',
  changed: 'when-changed',
  always: { afterRuns: 0 },
};

/** What the loop remembers of its items, with the decisions of people on the findings that they come from. */
async function memoryFor(world: ChoosingWorld, { loop, from }: Discover): Promise<LoopMemory> {
  const own = orFail(await world.memory.read(loop))?.memory ?? emptyMemory(loop);
  if (!('findings' in from) || from.findings === loop) return own;
  const source = orFail(await world.memory.read(from.findings))?.memory;
  return { ...own, findings: source?.findings ?? [] };
}

function keyOf({ key: expression, format, inputs }: Discover, item: Json): Result<string, string> {
  const written = expression ?? (format === 'lines' ? 'item.line' : 'item.key');
  const key = evaluateText('items', written, { item, inputs });
  if (!key.ok) return err(`${written} yields no key: ${key.error}`);
  if (key.value.trim() === '') return err(`${written} yields an empty key`);
  if (key.value.length > longestKey)
    return err(`its key has ${key.value.length} characters, ${longestKey} is the most`);
  return ok(key.value);
}

function notWorth({ where, inputs }: Discover, item: Json): string | undefined {
  if (where === undefined) return undefined;
  const worth = evaluateBool('items', where, { item, inputs });
  if (!worth.ok) return `\`where\` could not be worked out: ${worth.error}`;
  return worth.value ? undefined : `Not worth an attempt: ${where} is false.`;
}

const shown = (data: Json): string => JSON.stringify(data)?.slice(0, 80) ?? '';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const fingerprint = (data: Json): string => `sha256:${sha256(JSON.stringify(data) ?? 'null')}`;

/** A short name that is safe in paths and branches, and another for each key. */
export function itemId(key: string): string {
  const words = key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-+|-+$/g, '');
  return `${words === '' ? 'item' : words}-${sha256(key).slice(0, 8)}`;
}

/** The id of a finding: eight digits of sha256 over its loop and its key. */
export const findingId = (loop: string, key: string): string => sha256(`${loop}\0${key}`).slice(0, 8);
