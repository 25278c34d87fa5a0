import {
  type Attempt,
  type ItemMemory,
  type Lesson,
  type LoopMemory,
  memoryLimits,
  type RunRecord,
  type Verdict,
} from '../model/memory.ts';
import { bounded } from './bounds.ts';
import { cut, plainLine, plainText } from './inertText.ts';
import { closed, settled, withSightings } from './sightings.ts';

/**
 * The memory with what a run gives. Taking the same record twice changes nothing, and the order in which runs are taken
 * loses nothing: by time, not by order, the newer word counts. Texts are cut and lists are shortened by rule.
 */
export function takeIn(memory: LoopMemory, record: RunRecord): LoopMemory {
  const { run, at, sequence = 0, complete } = record;
  const before = memory.runs.find((one) => one.run === run);
  if (before !== undefined && before.sequence >= sequence) return memory;
  const runs = [...memory.runs.filter((one) => one.run !== run), { run, at, sequence, complete }].sort(byTime);
  const seen = withSightings(memory, record.findings, record);
  const settledByRun = record.closedFindings.reduce((all, { finding, why }) => closed(all, finding, why, at), seen);
  return bounded({
    ...memory,
    runs,
    items: withItems(memory.items, record),
    findings: settled(settledByRun, runs),
    lessons: record.lessons.reduce(
      (all, { text, item }) => withLesson(all, lessonOf(text, item, record)),
      memory.lessons,
    ),
    verdicts: withVerdicts(memory.verdicts, record),
  });
}

function byTime(a: { readonly at: number; readonly run: string }, b: { readonly at: number; readonly run: string }) {
  return a.at - b.at || (a.run < b.run ? -1 : a.run > b.run ? 1 : 0);
}

function withItems(items: readonly ItemMemory[], record: RunRecord): ItemMemory[] {
  const all = new Map(items.map((item) => [item.key, item]));
  for (const { key: whole, status, fingerprint, ...rest } of record.items) {
    const key = cut(whole, memoryLimits.key);
    const attempt: Attempt = {
      run: record.run,
      at: record.at,
      outcome: plainLine(rest.outcome, memoryLimits.outcome),
      reason: plainText(rest.reason, memoryLimits.reason),
      iterations: rest.iterations,
      ...(fingerprint === undefined ? {} : { fingerprint }),
    };
    const known = all.get(key);
    const others = known?.attempts.filter((one) => one.run !== record.run) ?? [];
    const attempts = [...others, attempt].sort(byTime);
    const newest = attempts.at(-1) === attempt && record.at >= (known?.lastTried ?? 0);
    all.set(key, {
      key,
      status: newest || known === undefined ? status : known.status,
      attempts,
      lastTried: Math.max(record.at, known?.lastTried ?? 0),
    });
  }
  return [...all.values()];
}

function lessonOf(text: string, item: string | undefined, { run, at }: RunRecord): Lesson {
  return {
    text: plainLine(text, memoryLimits.lesson),
    run,
    at,
    ...(item === undefined ? {} : { item: cut(item, memoryLimits.key) }),
  };
}

/**
 * The lessons with one more. The same text again is the same lesson: a person's stays theirs, one that a person took out
 * stays out until a person writes it again.
 */
export function withLesson(lessons: readonly Lesson[], lesson: Lesson): Lesson[] {
  if (lesson.text === '') return [...lessons];
  const known = lessons.find((one) => one.text === lesson.text);
  if (known === undefined) return [...lessons, lesson].sort((a, b) => a.at - b.at);
  const keep =
    lesson.by === undefined && (known.by !== undefined || known.removed !== undefined || known.at >= lesson.at);
  if (keep) return [...lessons];
  return [...lessons.filter((one) => one !== known), lesson].sort((a, b) => a.at - b.at);
}

function withVerdicts(verdicts: readonly Verdict[], { run, at, verdicts: given }: RunRecord): Verdict[] {
  const added = given.map(
    ({ item, by, text }): Verdict => ({
      run,
      item: cut(item, memoryLimits.key),
      at,
      by,
      text: plainText(text, memoryLimits.verdict),
    }),
  );
  // The record of a run is all of it, so what an earlier record of the same run said is in it.
  return [...verdicts.filter((one) => one.run !== run), ...added].sort(byTime);
}
