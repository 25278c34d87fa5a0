import {
  type Finding,
  type ItemMemory,
  type Lesson,
  type LoopMemory,
  memoryLimits,
  severities,
} from '../model/memory.ts';

/** Bytes of JSON that all but the notes of people may take; the file may be 1 MB. */
const MACHINE_BYTES = 700_000;

/** The memory within {@link memoryLimits} and small enough to be written. Notes of people are not touched. */
export function bounded(memory: LoopMemory): LoopMemory {
  const counted: LoopMemory = {
    ...memory,
    runs: memory.runs.slice(-memoryLimits.runs),
    items: lastOf(memory.items.map(fewerAttempts(memoryLimits.attempts)), itemWorth, memoryLimits.items),
    findings: lastOf(memory.findings, findingWorth, memoryLimits.findings),
    lessons: lastOf(memory.lessons, lessonWorth, memoryLimits.lessons),
    verdicts: memory.verdicts.slice(-memoryLimits.verdicts),
    decisions: memory.decisions.slice(-memoryLimits.decisions),
  };
  let fitting = counted;
  for (const shorten of shortenings) {
    if (machineBytes(fitting) <= MACHINE_BYTES) return fitting;
    fitting = shorten(fitting);
  }
  return fitting;
}

const encoder = new TextEncoder();
const machineBytes = (memory: LoopMemory): number =>
  encoder.encode(JSON.stringify({ ...memory, notes: '' })).byteLength;

type Shortening = (memory: LoopMemory) => LoopMemory;

/** What goes first when the memory is too big: words before facts, facts before what people decided. */
const shortenings: readonly Shortening[] = [
  (memory) => ({ ...memory, verdicts: memory.verdicts.slice(-50) }),
  (memory) => ({ ...memory, items: memory.items.map(fewerAttempts(1)) }),
  (memory) => ({
    ...memory,
    findings: memory.findings.map((one) => (one.status === 'closed' ? shortFinding(one) : one)),
  }),
  (memory) => ({
    ...memory,
    items: memory.items.map((item) => (item.status === 'done' ? { ...item, attempts: [] } : item)),
  }),
  (memory) => ({ ...memory, decisions: memory.decisions.slice(-200) }),
  (memory) => ({
    ...memory,
    findings: memory.findings.filter((one) => one.status === 'open' || one.decision !== undefined),
  }),
  (memory) => ({ ...memory, findings: memory.findings.map(shortFinding) }),
  (memory) => ({ ...memory, items: memory.items.map(shortReasons) }),
  ...Array.from({ length: 6 }, () => fewer),
];

function fewer(memory: LoopMemory): LoopMemory {
  return {
    ...memory,
    items: lastOf(memory.items, itemWorth, Math.floor(memory.items.length * 0.7)),
    findings: lastOf(memory.findings, findingWorth, Math.floor(memory.findings.length * 0.8)),
    lessons: lastOf(memory.lessons, lessonWorth, 100),
  };
}

function fewerAttempts(most: number): (item: ItemMemory) => ItemMemory {
  return (item) => (item.attempts.length <= most ? item : { ...item, attempts: item.attempts.slice(-most) });
}

function shortReasons(item: ItemMemory): ItemMemory {
  return { ...item, attempts: item.attempts.map((attempt) => ({ ...attempt, reason: attempt.reason.slice(0, 60) })) };
}

function shortFinding(finding: Finding): Finding {
  const { body: _body, suggestion: _suggestion, ...short } = finding;
  return short;
}

/** The `most` that are worth most, in the order they had. */
function lastOf<T>(all: readonly T[], worth: (one: T) => readonly [number, number], most: number): T[] {
  if (all.length <= most) return [...all];
  const order = all.map((one, index) => ({ index, worth: worth(one) }));
  order.sort((a, b) => b.worth[0] - a.worth[0] || b.worth[1] - a.worth[1]);
  const kept = new Set(order.slice(0, most).map(({ index }) => index));
  return all.filter((_, index) => kept.has(index));
}

/** What waits or was declined is not forgotten before what was done or tried. */
function itemWorth(item: ItemMemory): readonly [number, number] {
  return [item.status === 'waiting' || item.status === 'declined' ? 1 : 0, item.lastTried];
}

/** What a person wrote or took out outlives what runs say. */
function lessonWorth(lesson: Lesson): readonly [number, number] {
  return [lesson.by !== undefined || lesson.removed !== undefined ? 1 : 0, lesson.at];
}

/** A decision is worth more than an open finding, that more than a closed one; then severity and age. */
function findingWorth(finding: Finding): readonly [number, number] {
  const severity = finding.severity === undefined ? 0 : severities.indexOf(finding.severity) + 1;
  const kind = finding.decision !== undefined ? 20 : finding.status === 'open' ? 10 : 0;
  return [kind + severity, finding.seenAt];
}
