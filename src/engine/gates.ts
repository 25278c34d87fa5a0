import type { Gate } from '../model/loop/gates.ts';
import type { PersonSays } from '../model/person.ts';
import type { Facts, Identity } from '../model/steps.ts';
import type { Ending } from './ending.ts';
import { noFacts } from './facts.ts';
import type { Bench } from './workplace.ts';

/** Gates that ask for these facts. `turn` tells apart the times that they are asked. */
export async function askingGates(
  { loop, durable, item, start }: Bench,
  {
    before,
    turn,
    facts,
  }: { readonly before: readonly Gate['before'][]; readonly turn: string; readonly facts?: Facts },
): Promise<readonly Gate[]> {
  const asking: Gate[] = [];
  for (const gate of loop.gates) {
    if (!before.includes(gate.before)) continue;
    if (gate.when === undefined) {
      asking.push(gate);
      continue;
    }
    const { asks } = await durable.step(`${item.id}/when/${gate.id}/${turn}`, 'gate', {
      item: item.id,
      gate: gate.id,
      when: gate.when,
      facts: facts ?? noFacts(item, start),
    });
    if (asks) asking.push(gate);
  }
  return asking;
}

/**
 * Stops at every gate that asks before an item is begun, or before an iteration may spend, until enough people have said
 * yes. Returns the ending when somebody said no; undefined when the way is free.
 */
export async function passGates(
  bench: Bench,
  before: 'item' | 'spend',
  turn: number,
  facts?: Facts,
): Promise<Ending | undefined> {
  const gates = await askingGates(bench, { before: [before], turn: String(turn), ...(facts && { facts }) });
  for (const gate of gates) {
    if (bench.passed.has(gate.id)) continue;
    const refused = await waitAt(bench, gate, turn);
    if (refused !== undefined) return refused;
    bench.passed.add(gate.id);
  }
  return undefined;
}

async function waitAt(bench: Bench, gate: Gate, turn: number): Promise<Ending | undefined> {
  const { durable, item, slots, time } = bench;
  const key = `${item.id}/gate/${gate.id}/${turn}`;
  const began = await durable.now(`${key}/now`);
  const heard: PersonSays[] = [];
  for (let n = 1; !hasEnough(gate, heard); n++) {
    const said = await slots.rest(() => durable.signal(`${key}/${n}`, item.id, deadlineOf(gate, began)));
    if (said === 'expired') {
      if (gate['on-timeout'] === 'approve') break;
      return rejected(`Nobody decided at the gate ${gate.id} within ${hours(gate)}.`);
    }
    if (said.kind === 'reject') return rejected(`Rejected by ${said.by.name}: ${said.reason}`);
    heard.push(said);
  }
  time.waited((await durable.now(`${key}/passed`)) - began);
  return undefined;
}

const rejected = (reason: string): Ending => ({ outcome: { status: 'rejected', reason }, iterations: 0 });

export const hours = (gate: Gate): string => {
  const count = gate['timeout-hours'] ?? 0;
  return count === 1 ? 'an hour' : `${count} hours`;
};

const hour = 3_600_000;

/** Until when a gate that began to ask at `began` waits. */
export function deadlineOf(gate: Gate, began: number): { readonly deadline?: number } {
  const limit = gate['timeout-hours'];
  return limit === undefined ? {} : { deadline: began + limit * hour };
}

/** Whether enough of those who may have approved. */
function hasEnough(gate: Gate, heard: readonly PersonSays[]): boolean {
  const people = heard.flatMap((said) => (said.kind === 'approve' && said.gate === gate.id ? [said.by] : []));
  return approversOf(gate, people).length >= gate.approvals;
}

/** Of these people those who count at the gate, each once. */
export function approversOf(gate: Gate, people: readonly Identity[]): readonly Identity[] {
  const allowed = gate.approvers?.map((email) => email.toLowerCase());
  const distinct = new Map(people.map((person) => [person.email.toLowerCase(), person] as const));
  return [...distinct].flatMap(([email, person]) => (allowed === undefined || allowed.includes(email) ? [person] : []));
}
