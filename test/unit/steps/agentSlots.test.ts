import { describe, expect, it } from 'vitest';
import { AgentSlots } from '../../../src/steps/agentSlots.ts';

const never = new AbortController().signal;

/** Whether it has resolved by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol();
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe('passes of one agent', () => {
  it('wait for each other in order, and not for another agent', async () => {
    const slots = new AgentSlots(2);
    const held = [slots.slot('claude', false), slots.slot('claude', false)];
    for (const slot of held) await slot.wait(never);
    const third = slots.slot('claude', false);
    const fourth = slots.slot('claude', false);
    const [thirdBegins, fourthBegins] = [third.wait(never), fourth.wait(never)];
    await slots.slot('codex', false).wait(never);
    expect([await isDone(thirdBegins), await isDone(fourthBegins)]).toEqual([false, false]);
    held[0]?.giveBack();
    held[0]?.giveBack();
    await thirdBegins;
    expect(await isDone(fourthBegins)).toBe(false);
    third.giveBack();
    await fourthBegins;
  });

  it('leave the queue when they are cancelled, and hold nothing', async () => {
    const slots = new AgentSlots(1);
    const first = slots.slot('pi', false);
    await first.wait(never);
    const stop = new AbortController();
    const second = slots.slot('pi', false);
    const third = slots.slot('pi', false);
    const waiting = second.wait(stop.signal);
    const next = third.wait(never);
    stop.abort();
    await waiting;
    second.giveBack();
    expect(await isDone(next)).toBe(false);
    first.giveBack();
    await next;
    await slots.slot('pi', false).wait(AbortSignal.abort());
  });

  it('that work already have a place, also where there is no room', async () => {
    const slots = new AgentSlots(1);
    const adopted = [slots.slot('pi', true), slots.slot('pi', true)];
    const fresh = slots.slot('pi', false);
    const begins = fresh.wait(never);
    adopted[0]?.giveBack();
    expect(await isDone(begins)).toBe(false);
    await adopted[1]?.wait(never);
    adopted[1]?.giveBack();
    await begins;
  });
});
